import Numerics

/// Hedges' g of two independent samples: Cohen's d without its bias in small samples.
///
/// g = J d with the exact J = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)), not the approximation 1 − 3/(4ν − 1). Source:
/// L. Hedges (1981), "Distribution theory for Glass's estimator of effect size", Journal of Educational
/// Statistics 6, 107–128. The interval is Cohen's d's times J. nil as for `cohensD`; with one degree of
/// freedom J is 0 and so is g.
public func hedgesG(_ a: [Double], _ b: [Double], level: Double = 0.95) -> EffectSize? {
    let factor = hedgesCorrection(degreesOfFreedom: Double(a.count + b.count - 2))
    return cohensD(a, b, level: level)?.scaled(by: factor)
}

/// Hedges' g of paired values: d_z without its bias, with J of n − 1 degrees of freedom.
public func pairedHedgesG(
    _ differences: [Double], level: Double = 0.95, resampling: Resampling = .independent
) -> EffectSize? {
    let factor = hedgesCorrection(degreesOfFreedom: Double(differences.count - 1))
    return pairedCohensD(differences, level: level, resampling: resampling)?.scaled(by: factor)
}

/// The factor J(ν) that makes Cohen's d unbiased.
public func hedgesCorrection(degreesOfFreedom: Double) -> Double {
    if degreesOfFreedom <= 1 { return 0 }
    // Γ(h) / Γ(h − ½) = Γ(½) / B(h − ½, ½).
    let half = degreesOfFreedom / 2
    let logarithm = 0.5 * DeterministicMath.log(.pi) - logBeta(half - 0.5, 0.5)
    return DeterministicMath.exp(logarithm) / half.squareRoot()
}
