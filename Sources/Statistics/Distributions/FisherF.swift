import Numerics

/// Fisher's F distribution (of Fisher and Snedecor).
public struct FisherF: SearchedDistribution {
    /// The numerator's degrees of freedom, above 0.
    public let numerator: Double
    /// The denominator's degrees of freedom, above 0.
    public let denominator: Double

    /// The distribution of (χ²(numerator) / numerator) / (χ²(denominator) / denominator).
    public init(numerator: Double, denominator: Double) {
        precondition(
            numerator > 0 && numerator.isFinite && denominator > 0 && denominator.isFinite,
            "degrees of freedom must be positive")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// P(F ≤ f).
    public func cumulative(_ f: Double) -> Double { f <= 0 ? 0 : tails(f).lower }

    /// P(F > f): the p-value of the statistic f.
    public func upperTail(_ f: Double) -> Double { f <= 0 ? 1 : tails(f).upper }

    private func tails(_ f: Double) -> (lower: Double, upper: Double) {
        if f.isInfinite { return (1, 0) }
        let share = numerator * f
        let total = share + denominator
        if total.isInfinite { return (1, 0) }
        return regularizedIncompleteBeta(
            share / total, complement: denominator / total, a: numerator / 2, b: denominator / 2)
    }

    var support: QuantileSearch.Support { .positive }
    var bulk: (centre: Double, scale: Double) { (1, (2 / numerator + 2 / denominator).squareRoot()) }
}
