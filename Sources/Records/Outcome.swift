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
    /// When it started, in seconds since 1970.
    public var startedAt: Double
    /// Wall-clock nanoseconds it took.
    public var wallNanoseconds: Int
    /// CPU nanoseconds of the thread it ran on.
    public var cpuNanoseconds: Int

    /// An outcome.
    public init(
        status: Status, metrics: [MetricValue] = [], curves: [CurvePoint] = [],
        parametersDigest: Digest? = nil,
        startedAt: Double, wallNanoseconds: Int, cpuNanoseconds: Int
    ) {
        self.status = status
        self.metrics = metrics
        self.curves = curves
        self.parametersDigest = parametersDigest
        self.startedAt = startedAt
        self.wallNanoseconds = wallNanoseconds
        self.cpuNanoseconds = cpuNanoseconds
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
