import TensorCore

/// Approximations of KL(N(θ, αθ²) ‖ log-uniform) as functions of ln α.
enum LogUniformDivergence {
    /// Tight for every α: equation 14 of Molchanov, Ashukha & Vetrov 2017.
    static func tight(_ logarithm: Tensor) -> Tensor {
        let gate = (1.87320 + 1.48695 * logarithm).sigmoid()
        return 0.5 * (-logarithm).softplus() + 0.63576 * (1 - gate)
    }

    /// For α ≤ 1, up to a constant: equation 14 of Kingma, Salimans & Welling 2015.
    static func polynomial(_ logarithm: Tensor) -> Tensor {
        let alpha = logarithm.exponential()
        let series = alpha * (1.16145124 + alpha * (-1.50204118 + alpha * 0.58629921))
        return -(0.5 * logarithm + series)
    }
}
