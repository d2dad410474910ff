import Numerics

/// W = √(χ²(ν) / ν), the ratio of a sample's standard deviation to the true one, as a distribution of y = ln
/// W.
///
/// The noncentral t and the studentised range are mixtures over it.
struct LogarithmOfDeviationRatio: Sendable {
    let degreesOfFreedom: Double
    /// The logarithm of the density at y = 0.
    private let peak: Double

    init(degreesOfFreedom: Double) {
        self.degreesOfFreedom = degreesOfFreedom
        let half = degreesOfFreedom / 2
        // 2 h^h e^−h / Γ(h) with h = ν / 2.
        peak =
            DeterministicMath.log(2) + 0.5 * DeterministicMath.log(half) - halfLogTwoPi - stirlingRest(half)
    }

    /// The density of y = ln W.
    func density(_ y: Double) -> Double {
        DeterministicMath.exp(peak - degreesOfFreedom / 2 * ElementaryRemainders.exponential(2 * y))
    }

    /// A first step for a sum over y: the density's own width, but no more than its singularities allow.
    var step: Double { min(0.25, 1 / (2 * degreesOfFreedom).squareRoot()) }
}
