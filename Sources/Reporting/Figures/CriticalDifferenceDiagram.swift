/// Mean ranks on a line, with bars over groups that are not told apart.
///
/// Source: J. Demšar (2006), "Statistical comparisons of classifiers over multiple data sets", JMLR 7, figure
/// 1.
public struct CriticalDifferenceDiagram: Sendable, Hashable {
    /// A method.
    public struct Entry: Sendable, Hashable {
        /// Its label.
        public var label: String
        /// Its mean rank; 1 is best.
        public var meanRank: Double

        /// A method.
        public init(label: String, meanRank: Double) {
            self.label = label
            self.meanRank = meanRank
        }
    }

    /// The methods, best first.
    public var entries: [Entry]
    /// Groups that are not told apart, as positions in `entries`; only maximal ones of two and more.
    public var groups: [ClosedRange<Int>]
    /// The distance that tells two apart; nil where it is not the same for every pair.
    public var criticalDifference: Double?

    /// A diagram.
    public init(entries: [Entry], groups: [ClosedRange<Int>], criticalDifference: Double? = nil) {
        self.entries = entries
        self.groups = groups
        self.criticalDifference = criticalDifference
    }
}
