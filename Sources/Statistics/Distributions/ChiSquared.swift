import Numerics

/// The χ² distribution.
public struct ChiSquared: SearchedDistribution {
    /// The degrees of freedom, above 0; they need not be whole.
    public let degreesOfFreedom: Double

    /// The distribution with the given degrees of freedom.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "degrees of freedom must be positive")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(X ≤ x).
    public func cumulative(_ x: Double) -> Double {
        x <= 0 ? 0 : regularizedIncompleteGamma(a: degreesOfFreedom / 2, x: x / 2).lower
    }

    /// P(X > x): the p-value of the statistic x.
    public func upperTail(_ x: Double) -> Double {
        x <= 0 ? 1 : regularizedIncompleteGamma(a: degreesOfFreedom / 2, x: x / 2).upper
    }

    var support: QuantileSearch.Support { .positive }
    var bulk: (centre: Double, scale: Double) { (degreesOfFreedom, (2 * degreesOfFreedom).squareRoot()) }
}
