import Numerics

/// The beta distribution on [0, 1].
public struct BetaDistribution: SearchedDistribution {
    /// The first parameter, above 0.
    public let a: Double
    /// The second parameter, above 0.
    public let b: Double

    /// The distribution with density proportional to x^(a−1) (1 − x)^(b−1).
    public init(a: Double, b: Double) {
        precondition(a > 0 && a.isFinite && b > 0 && b.isFinite, "a beta distribution needs a, b > 0")
        self.a = a
        self.b = b
    }

    /// P(X ≤ x).
    public func cumulative(_ x: Double) -> Double { tails(x).lower }

    /// P(X > x).
    public func upperTail(_ x: Double) -> Double { tails(x).upper }

    private func tails(_ x: Double) -> (lower: Double, upper: Double) {
        if x <= 0 { return (0, 1) }
        if x >= 1 { return (1, 0) }
        return regularizedIncompleteBeta(x, complement: 1 - x, a: a, b: b)
    }

    var support: QuantileSearch.Support { .unit }
    var bulk: (centre: Double, scale: Double) {
        let total = a + b
        return (a / total, (a * b / (total + 1)).squareRoot() / total)
    }
}
