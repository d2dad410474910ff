import Primitives

/// One cell of an experiment with the latest attempt at it: what reports and exports are made of.
public struct ResultRow: Sendable, Hashable {
    /// The cell's identity.
    public var identity: CellIdentity
    /// The suite's name for the dataset.
    public var dataset: String
    /// The suite's name for the model.
    public var model: String
    /// The suite's name for the method stack.
    public var method: String
    /// The seed.
    public var seed: Int
    /// Its place in the suite's order.
    public var position: Int
    /// How it ended; nil when it has not been run.
    public var status: Status?
    /// The final metrics.
    public var metrics: [MetricValue]
    /// The SHA-256 of the final parameters.
    public var parametersDigest: Digest?
    /// Forward-backward passes per step, as the methods declare.
    public var costInPasses: Double
    /// CPU nanoseconds.
    public var cpuNanoseconds: Int?

    /// A row.
    public init(
        identity: CellIdentity, dataset: String, model: String, method: String, seed: Int, position: Int,
        status: Status?, metrics: [MetricValue], parametersDigest: Digest?, costInPasses: Double,
        cpuNanoseconds: Int?
    ) {
        self.identity = identity
        self.dataset = dataset
        self.model = model
        self.method = method
        self.seed = seed
        self.position = position
        self.status = status
        self.metrics = metrics
        self.parametersDigest = parametersDigest
        self.costInPasses = costInPasses
        self.cpuNanoseconds = cpuNanoseconds
    }

    /// The value of a metric on a part of the data; nil when it was not measured.
    public func metric(_ name: String, on part: DataPart) -> Double? {
        metrics.first { $0.name == name && $0.part == part }?.value
    }
}
