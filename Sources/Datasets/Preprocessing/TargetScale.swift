import Numerics

/// How a prediction of a transformed target is taken back.
public enum TargetInverse: Sendable, Hashable {
    /// y = e^t − offset, the inverse of t = ln(y + offset).
    case exponential(offset: Double)

    /// The target that was transformed to `value`.
    func callAsFunction(_ value: Double) -> Double {
        switch self {
        case .exponential(let offset): DeterministicMath.exp(value) - offset
        }
    }
}

/// The standardisation of a regression target: z = (value − mean) / standard deviation.
public struct TargetScale: Sendable, Hashable {
    /// The mean of the training rows.
    public var mean: Double
    /// The population standard deviation of the training rows; above 0.
    public var standardDeviation: Double
    /// What is undone after the standardisation, in this order.
    public var inverses: [TargetInverse]

    /// A scale.
    public init(mean: Double, standardDeviation: Double, inverses: [TargetInverse] = []) {
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.inverses = inverses
    }

    /// The prediction `standardised`, in the target's own unit.
    public func original(_ standardised: Double) -> Double {
        inverses.reduce(standardised * standardDeviation + mean) { $1($0) }
    }
}
