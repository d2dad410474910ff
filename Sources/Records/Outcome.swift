import Primitives

/// How one attempt at a cell ended, with everything it measured.
public struct Outcome: Sendable {
    /// How it ended; failures are results too.
    public var status: Status
    /// The final metrics; empty unless completed.
    public var metrics: [MetricValue]
    /// Per-epoch values.
    public var curves: [CurvePoint]
    /// The SHA-256 of the final parameters' bytes (float32, little-endian, in layout order, one NaN for all).
    public var parametersDigest: Digest?
    /// The SHA-256 of what the model says of every row: the parts that have rows in the order train, validation,
    /// test, outputs row by row as for the parameters; nil unless completed.
    public var predictionsDigest: Digest?
    /// What the model says of held-out rows, where it was asked to be kept.
    public var predictions: [PartPredictions]
    /// When it started, in seconds since 1970.
    public var startedAt: Double
    /// Wall-clock nanoseconds it took.
    public var wallNanoseconds: Int
    /// CPU nanoseconds of the thread it ran on.
    public var cpuNanoseconds: Int
    /// The most memory that its process had held by its end, in bytes; nil where that is not known.
    public var peakBytes: Int?

    /// An outcome.
    public init(
        status: Status, metrics: [MetricValue] = [], curves: [CurvePoint] = [],
        parametersDigest: Digest? = nil, predictionsDigest: Digest? = nil,
        predictions: [PartPredictions] = [], startedAt: Double, wallNanoseconds: Int, cpuNanoseconds: Int,
        peakBytes: Int? = nil
    ) {
        self.status = status
        self.metrics = metrics
        self.curves = curves
        self.parametersDigest = parametersDigest
        self.predictionsDigest = predictionsDigest
        self.predictions = predictions
        self.startedAt = startedAt
        self.wallNanoseconds = wallNanoseconds
        self.cpuNanoseconds = cpuNanoseconds
        self.peakBytes = peakBytes
    }
}

/// What a model says of the rows of one part of the data.
public struct PartPredictions: Sendable, Hashable {
    /// Which part.
    public var part: DataPart
    /// Numbers per row: one per class (logits), or one.
    public var width: Int
    /// The outputs as the model gives them, row by row, rows in the order of the part.
    public var values: [Float]

    /// What a model says of the rows of one part.
    public init(part: DataPart, width: Int, values: [Float]) {
        self.part = part
        self.width = width
        self.values = values
    }
}

/// How an attempt ended.
public struct Status: Sendable, Hashable {
    /// The kinds of ending.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It ran to its end.
        case completed
        /// A loss or parameter became infinite or not a number.
        case diverged
        /// Something threw.
        case failed
        /// It took longer than allowed.
        case timedOut = "timed_out"
        /// It needed more memory than allowed.
        case outOfMemory = "out_of_memory"
        /// It brought its process down, or the process was killed.
        case crashed

        /// Whether the machine may have been at fault, so that another attempt may end otherwise: training itself
        /// is deterministic, and a cell that diverged diverges again.
        public var mayBeOfTheMachine: Bool { self != .completed && self != .diverged }
    }

    /// The kind.
    public var kind: Kind
    /// The cause in words; nil when completed.
    public var cause: String?

    private init(_ kind: Kind, _ cause: String?) {
        self.kind = kind
        self.cause = cause
    }

    /// From stored parts.
    public init(kind: Kind, cause: String?) { self.init(kind, cause) }

    /// It ran to its end.
    public static let completed = Status(.completed, nil)
    /// It diverged; `cause` says when.
    public static func diverged(_ cause: String) -> Status { Status(.diverged, cause) }
    /// It failed.
    public static func failed(_ cause: String) -> Status { Status(.failed, cause) }
    /// It took longer than allowed.
    public static func timedOut(_ cause: String) -> Status { Status(.timedOut, cause) }
    /// It needed more memory than allowed.
    public static func outOfMemory(_ cause: String) -> Status { Status(.outOfMemory, cause) }
    /// It brought its process down.
    public static func crashed(_ cause: String) -> Status { Status(.crashed, cause) }
}

/// The part of the data that a value was measured on.
public enum DataPart: String, Sendable, Hashable, CaseIterable { case train, validation, test }

/// One final metric of a cell.
///
/// The value may be infinite or NaN; the store keeps that apart from missing.
public struct MetricValue: Sendable, Hashable {
    /// Where it was measured.
    public var part: DataPart
    /// The metric's id.
    public var name: String
    /// Its value.
    public var value: Double

    /// A metric's value.
    public init(part: DataPart, name: String, value: Double) {
        self.part = part
        self.name = name
        self.value = value
    }
}

/// One point of a learning curve.
public struct CurvePoint: Sendable, Hashable {
    /// Epochs completed, from 1; 0 is before training.
    public var epoch: Int
    /// Where it was measured.
    public var part: DataPart
    /// The metric's id, or "loss" for the mean training objective.
    public var name: String
    /// Its value.
    public var value: Double

    /// A curve's point.
    public init(epoch: Int, part: DataPart, name: String, value: Double) {
        self.epoch = epoch
        self.part = part
        self.name = name
        self.value = value
    }
}
