/// Cohen's d of two independent samples: the difference of the means over the pooled standard deviation.
///
/// Positive when `a` has the larger mean. The interval inverts the noncentral t distribution of the pooled t
/// statistic (exact for normal samples of one variance). Source: J. Cohen (1988), "Statistical power analysis
/// for the behavioral sciences", 2nd edition, section 2.5; interval: J. Steiger and R. Fouladi (1997),
/// "Noncentrality interval estimation and the evaluation of statistical models". nil with fewer than two
/// values in a sample or without spread.
public func cohensD(_ a: [Double], _ b: [Double], level: Double = 0.95) -> EffectSize? {
    guard let (value, degrees) = pooledDifference(a, b) else { return nil }
    let (first, second) = (Double(a.count), Double(b.count))
    let scale = ((first + second) / (first * second)).squareRoot()
    return EffectSize(
        value: value,
        interval: standardisedInterval(value, scale: scale, degreesOfFreedom: degrees, level: level))
}

/// Cohen's d_z of paired values: the mean difference over the standard deviation of the differences.
///
/// This is the effect that a paired test sees and that the power of `PairedDesign` is stated for; with
/// strongly correlated pairs it is much larger than d of the two samples. The interval inverts the noncentral
/// t distribution; with `resampling` the statistic's variance is that of Nadeau and Bengio. nil with fewer
/// than two differences or without spread.
public func pairedCohensD(
    _ differences: [Double], level: Double = 0.95, resampling: Resampling = .independent
) -> EffectSize? {
    guard let centre = mean(differences), let deviation = deviation(differences) else { return nil }
    let scale = resampling.meanVarianceFactor(count: differences.count).squareRoot()
    let value = centre / deviation
    return EffectSize(
        value: value,
        interval: standardisedInterval(
            value, scale: scale, degreesOfFreedom: Double(differences.count - 1), level: level))
}

/// Cohen's d_av of paired values: the mean difference over the root of the mean of both variances.
///
/// Comparable with d of unpaired samples, since the pairs' correlation does not enter the unit. Source: G.
/// Cumming (2012), "Understanding the new statistics", equation 11.9. Its interval is that of d_z in the
/// other unit (J. Algina and H. Keselman (2003), "Approximate confidence intervals for effect sizes",
/// Educational and Psychological Measurement 63, 537–553), which takes the ratio of the two units as known.
/// nil as for `pairedCohensD`.
public func averageCohensD(_ a: [Double], _ b: [Double], level: Double = 0.95) -> EffectSize? {
    precondition(a.count == b.count, "pairs need two values")
    let differences = zip(a, b).map { $0 - $1 }
    guard let paired = pairedCohensD(differences, level: level), let spread = deviation(differences),
        let first = sampleVariance(a), let second = sampleVariance(b), first + second > 0
    else { return nil }
    return paired.scaled(by: spread / ((first + second) / 2).squareRoot())
}

/// The pooled difference in units of the pooled deviation, and the degrees of freedom.
func pooledDifference(_ a: [Double], _ b: [Double]) -> (value: Double, degreesOfFreedom: Double)? {
    guard let firstMean = mean(a), let secondMean = mean(b), let first = sampleVariance(a),
        let second = sampleVariance(b)
    else { return nil }
    let degrees = Double(a.count + b.count - 2)
    let pooled = (Double(a.count - 1) * first + Double(b.count - 1) * second) / degrees
    guard pooled > 0 else { return nil }
    return ((firstMean - secondMean) / pooled.squareRoot(), degrees)
}

/// The standard deviation where it is above what rounding alone would leave.
private func deviation(_ values: [Double]) -> Double? {
    guard let variance = sampleVariance(values), variance > 0 else { return nil }
    let magnitude = values.reduce(0) { max($0, abs($1)) }
    let root = variance.squareRoot()
    return root > 4 * magnitude.ulp ? root : nil
}

/// The standardised differences δ under which a t statistic of `value` / `scale` is neither surprisingly
/// large nor surprisingly small.
private func standardisedInterval(
    _ value: Double, scale: Double, degreesOfFreedom: Double, level: Double
) -> Interval {
    let limits = noncentralityInterval(value / scale, degreesOfFreedom: degreesOfFreedom, level: level)
    return Interval(lower: limits.lower * scale, upper: limits.upper * scale, level: level)
}
