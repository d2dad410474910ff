import Numerics

/// The limiting spectrum of X'X/n for n rows and γn columns of independent entries of variance 1.
///
/// Marchenko & Pastur 1967. All functions need γ > 0.
enum MarchenkoPastur {
    /// The Stieltjes transform m(−λ) = ∫ dF(s)/(s + λ) for λ > 0.
    ///
    /// The positive root of γλm² + (1 − γ + λ)m − 1 = 0, in the form that does not cancel.
    static func stieltjes(_ lambda: Double, ratio gamma: Double) -> Double {
        let b = 1 - gamma + lambda
        let root = DeterministicMath.sqrt(b * b + 4 * gamma * lambda)
        return b >= 0 ? 2 / (b + root) : (root - b) / (2 * gamma * lambda)
    }

    /// m'(−λ) = ∫ dF(s)/(s + λ)², by differentiating that equation.
    static func stieltjesDerivative(_ lambda: Double, ratio gamma: Double) -> Double {
        let m = stieltjes(lambda, ratio: gamma)
        let b = 1 - gamma + lambda
        return (gamma * m * m + m) / (2 * gamma * lambda * m + b)
    }

    /// The limit of E‖β̂ − β‖² of ridge regression, β̂ = (X'X/n + λI)⁻¹X'y/n, for ‖β‖² = `signal` and noise of
    /// variance `noise`; λ > 0.
    ///
    /// r²λ²m' + σ²γ(m − λm') at −λ (Dobriban & Wager 2018, theorem 2.1; Hastie et al. 2022, for Σ = I).
    static func ridgeRisk(_ lambda: Double, ratio gamma: Double, signal: Double, noise: Double) -> Double {
        let m = stieltjes(lambda, ratio: gamma)
        let derivative = stieltjesDerivative(lambda, ratio: gamma)
        return signal * (lambda * lambda * derivative) + noise * gamma * (m - lambda * derivative)
    }

    /// The limit of the same for the least squares solution of least norm (λ → 0); infinite at γ = 1.
    ///
    /// σ²γ/(1 − γ) below 1, r²(1 − 1/γ) + σ²/(γ − 1) above (Hastie et al. 2022).
    static func ridgelessRisk(ratio gamma: Double, signal: Double, noise: Double) -> Double {
        gamma < 1 ? noise * gamma / (1 - gamma) : signal * (1 - 1 / gamma) + noise / (gamma - 1)
    }
}
