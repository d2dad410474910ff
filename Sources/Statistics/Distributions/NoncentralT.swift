import Numerics

/// The noncentral t distribution: (Z + δ) / √(χ²(ν) / ν), the law of the t statistic when there is an effect.
///
/// P(T ≤ t) is the mean of Φ(t W − δ) over W = √(χ²(ν) / ν), here as a sum over ln W, or, where δ is large, that of
/// P(W ≤ (Z + δ) / t) as a sum over Z; every term is positive, so both tails keep their digits for any δ.
public struct NoncentralT: SearchedDistribution {
    /// The degrees of freedom, above 0.
    public let degreesOfFreedom: Double
    /// The noncentrality δ: the true mean in units of its standard error.
    public let noncentrality: Double

    /// The distribution.
    public init(degreesOfFreedom: Double, noncentrality: Double) {
        precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "degrees of freedom must be positive")
        precondition(noncentrality.isFinite, "the noncentrality must be finite")
        self.degreesOfFreedom = degreesOfFreedom
        self.noncentrality = noncentrality
    }

    /// P(T ≤ t).
    public func cumulative(_ t: Double) -> Double {
        if t.isInfinite { return t > 0 ? 1 : 0 }
        let lower = mixture(-t, -noncentrality)
        return lower < 0.5 ? lower : 1 - mixture(t, noncentrality)
    }

    /// P(T > t).
    public func upperTail(_ t: Double) -> Double {
        if t.isInfinite { return t > 0 ? 0 : 1 }
        let upper = mixture(t, noncentrality)
        return upper < 0.5 ? upper : 1 - mixture(-t, -noncentrality)
    }

    /// The mean of P(Z > t W − δ).
    private func mixture(_ t: Double, _ delta: Double) -> Double {
        let normal = Normal()
        if t == 0 { return normal.upperTail(-delta) }
        if abs(delta) > max(Self.mostOfSteps, 8 * (2 * degreesOfFreedom).squareRoot()) {
            return sharpMixture(t, delta)
        }
        let ratio = LogarithmOfDeviationRatio(degreesOfFreedom: degreesOfFreedom)
        // Φ turns from 0 to 1 over a stretch of about 1 / |δ| in ln W, where δ is not small.
        let step = min(ratio.step, 1 / (1 + min(max(abs(t), abs(delta)), Self.mostOfSteps)))
        return peakIntegral(near: 0, step: step) { y in
            let density = ratio.density(y)
            return density == 0
                ? 0 : density * normal.upperTail(t * DeterministicMath.exp(y) - delta)
        }
    }

    /// Up to here Z > t W − δ is summed over W, in steps of 1 / |δ|.
    ///
    /// Above, few degrees of freedom would take more steps than there is time for: W is spread over many orders of
    /// magnitude, and a test at a tiny level has a δ of millions.
    private static let mostOfSteps = 64.0

    /// The same for a |δ| beyond which no normal number lies: the mean of P(W < (Z + δ) / t) over Z.
    ///
    /// Smooth on the scale of Z, since W is spread more widely than that; the point where Z + δ is 0 has no weight.
    private func sharpMixture(_ t: Double, _ delta: Double) -> Double {
        if (t > 0) != (delta > 0) { return delta > 0 ? 1 : 0 }
        return peakIntegral(near: 0, step: 0.5) { z in
            let density = Normal.density(z)
            let bound = (abs(delta) + z) / abs(t)
            if density == 0 || bound <= 0 { return delta > 0 ? 0 : density }
            let tails = regularizedIncompleteGamma(
                a: degreesOfFreedom / 2, x: degreesOfFreedom / 2 * bound * bound)
            return density * (delta > 0 ? tails.lower : tails.upper)
        }
    }

    var support: QuantileSearch.Support { .real }
    var bulk: (centre: Double, scale: Double) {
        (noncentrality, 1 + abs(noncentrality) / (2 * degreesOfFreedom).squareRoot())
    }
}
