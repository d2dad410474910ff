/// How often a model is right when it is so sure (Murphy and Winkler 1977).
public struct ReliabilityDiagram: Sendable, Hashable {
    /// Rows that a model is about equally sure of.
    public struct Bin: Sendable, Hashable {
        /// Their mean confidence, in [0, 1].
        public var confidence: Double
        /// The share of them that is right, in [0, 1].
        public var accuracy: Double
        /// Their share of all rows, in [0, 1].
        public var share: Double

        /// A bin.
        public init(confidence: Double, accuracy: Double, share: Double) {
            self.confidence = confidence
            self.accuracy = accuracy
            self.share = share
        }
    }

    /// A method's bins.
    public struct Series: Sendable, Hashable {
        /// The method.
        public var name: String
        /// Its bins with rows in them, by confidence.
        public var bins: [Bin]

        /// A method's bins.
        public init(name: String, bins: [Bin]) {
            self.name = name
            self.bins = bins
        }
    }

    /// The methods.
    public var series: [Series]

    /// A diagram.
    public init(series: [Series]) { self.series = series }
}
