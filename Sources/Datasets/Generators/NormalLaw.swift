import Numerics

/// The density of the standard normal distribution, for integrals; `DeterministicMath.normalCumulative` is its integral.
enum NormalLaw {
    /// φ(x) = exp(−x²/2)/√(2π).
    static func density(_ x: Double) -> Double {
        DeterministicMath.exp(-0.5 * x * x) / DeterministicMath.sqrt(2 * DeterministicMath.pi)
    }

    /// How far from its mean a normal variable is taken into account: beyond it lies less than 2 × 10⁻²³.
    static let reach = 10.0
}
