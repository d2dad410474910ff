import Numerics

/// The standard normal distribution.
enum NormalLaw {
    /// φ(x) = exp(−x²/2)/√(2π).
    static func density(_ x: Double) -> Double {
        DeterministicMath.exp(-0.5 * x * x) / DeterministicMath.sqrt(2 * DeterministicMath.pi)
    }

    /// Φ(x), the probability of a value below `x`; absolute error below 10⁻¹⁵.
    static func cumulative(_ x: Double) -> Double {
        0.5 * (1 + DeterministicMath.erf(x / DeterministicMath.sqrt(2)))
    }

    /// How far from its mean a normal variable is taken into account: beyond it lies less than 2 × 10⁻²³.
    static let reach = 10.0
}
