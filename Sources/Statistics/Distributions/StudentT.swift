import Numerics

/// Student's t distribution.
///
/// Probabilities are right to 1e-12 relative in both tails (1e-10 with a million degrees of freedom); checked
/// against mpmath with 50 digits.
public struct StudentT: ContinuousDistribution {
    /// The degrees of freedom, above 0; they need not be whole.
    public let degreesOfFreedom: Double

    /// The distribution with the given degrees of freedom.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "degrees of freedom must be positive")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(T ≤ t).
    public func cumulative(_ t: Double) -> Double {
        t < 0 ? halves(t).tail : 0.5 + halves(t).central
    }

    /// P(T > t), which keeps its digits where 1 − P(T ≤ t) has none left.
    public func upperTail(_ t: Double) -> Double { cumulative(-t) }

    /// P(|T| ≥ |t|): the two-sided p-value of the statistic t.
    public func twoSided(_ t: Double) -> Double { min(1, 2 * halves(t).tail) }

    /// The t with P(T ≤ t) = `probability`, from 0 (−∞) to 1 (+∞).
    public func quantile(_ probability: Double) -> Double {
        precondition(probability >= 0 && probability <= 1, "a probability lies between 0 and 1")
        return probability <= 0.5 ? -quantile(upperTail: probability) : half(central: probability - 0.5)
    }

    /// The t with P(T > t) = `upperTail`; for a tiny tail more exact than `quantile(1 − upperTail)`.
    public func quantile(upperTail: Double) -> Double {
        precondition(upperTail >= 0 && upperTail <= 1, "a probability lies between 0 and 1")
        if upperTail > 0.5 { return -quantile(upperTail: 1 - upperTail) }
        return upperTail < 0.25 ? half(tail: upperTail) : half(central: 0.5 - upperTail)
    }

    /// P(T > |t|) and P(0 < T < |t|).
    private func halves(_ t: Double) -> (tail: Double, central: Double) {
        if t.isInfinite { return (0, 0.5) }
        let square = t * t
        if square.isInfinite { return (0, 0.5) }
        let total = degreesOfFreedom + square
        let (tail, central) = regularizedIncompleteBeta(
            degreesOfFreedom / total, complement: square / total, a: degreesOfFreedom / 2, b: 0.5)
        return (tail / 2, central / 2)
    }

    private func half(tail wanted: Double) -> Double {
        wanted == 0 ? .infinity : solve(wanted, increasing: false) { halves($0).tail }
    }

    private func half(central wanted: Double) -> Double {
        if wanted == 0 { return 0 }
        if wanted > 0.25 { return half(tail: 0.5 - wanted) }
        return solve(wanted, increasing: true) { halves($0).central }
    }

    private func density(_ t: Double) -> Double {
        let power = -(degreesOfFreedom + 1) / 2 * DeterministicMath.log1p(t * t / degreesOfFreedom)
        return DeterministicMath.exp(power - logBeta(degreesOfFreedom / 2, 0.5))
            / degreesOfFreedom.squareRoot()
    }

    /// The t > 0 where `function` takes the value `wanted`: Newton's method on logarithms, in which both
    /// halves are nearly straight lines; a step that would leave the bracket is replaced by its geometric
    /// middle.
    private func solve(_ wanted: Double, increasing: Bool, _ function: (Double) -> Double) -> Double {
        var (low, high) = (1e-150, 1e150)
        var t = 1.0
        for _ in 0..<2_000 {
            let value = function(t)
            if value == wanted { return t }
            if (value < wanted) == increasing { low = t } else { high = t }
            let slope = increasing ? density(t) : -density(t)
            var next =
                t
                * DeterministicMath.exp(
                    (DeterministicMath.log(wanted) - DeterministicMath.log(value)) * value / (slope * t))
            if !(next > low && next < high) { next = (low * high).squareRoot() }
            if abs(next - t) <= 2 * t.ulp || !(next > low && next < high) { return next }
            t = next
        }
        return t
    }
}
