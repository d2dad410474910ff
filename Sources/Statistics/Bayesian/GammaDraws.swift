import Numerics

extension RandomStream {
    /// A standard exponential.
    mutating func exponential() -> Double { -DeterministicMath.log(1 - uniform()) }

    /// A gamma variate of the given shape and scale 1.
    ///
    /// Source: G. Marsaglia and W. W. Tsang (2000), "A simple method for generating gamma variables", ACM
    /// Transactions on Mathematical Software 26, 363–372; shapes below 1 by their u^(1/a) boost.
    mutating func gamma(shape: Double) -> Double {
        precondition(shape > 0 && shape.isFinite, "a gamma distribution's shape is positive")
        if shape == 1 { return exponential() }
        if shape < 1 {
            let raised = gamma(shape: shape + 1)
            return raised * DeterministicMath.exp(-exponential() / shape)
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            if root <= 0 { continue }
            let v = root * root * root
            let u = 1 - uniform()
            if DeterministicMath.log(u) < 0.5 * x * x + d - d * v + d * DeterministicMath.log(v) {
                return d * v
            }
        }
    }
}
