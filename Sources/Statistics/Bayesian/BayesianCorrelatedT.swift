/// The Bayesian correlated t test of the mean of `differences` on one dataset; nil for fewer than two.
///
/// The posterior of the mean under the prior 1 / σ is Student's t with J − 1 degrees of freedom, location d̄
/// and scale √(s² (1 / J + n_test / n_train)), so the probabilities are exact. Differences within ± `rope`
/// count as none. Without spread all mass is at d̄. Source: G. Corani and A. Benavoli (2015), "A Bayesian
/// approach for comparing cross-validated algorithms on multiple data sets", Machine Learning 100, 285–304,
/// section 3.
public func bayesianCorrelatedT(
    _ differences: [Double], rope: Double = 0, resampling: Resampling = .independent
) -> BayesianComparison? {
    precondition(rope >= 0 && rope.isFinite, "half the width of a region is not negative")
    guard let estimate = estimateMean(differences, resampling: resampling), let scale = estimate.standardError
    else { return nil }
    if scale == 0 {
        if rope == 0, estimate.mean == 0 { return BayesianComparison(below: 0.5, within: 0, above: 0.5) }
        let (below, above) = (estimate.mean < -rope ? 1.0 : 0, estimate.mean > rope ? 1.0 : 0)
        return BayesianComparison(below: below, within: 1 - below - above, above: above)
    }
    let posterior = StudentT(degreesOfFreedom: Double(estimate.count - 1))
    let below = posterior.cumulative((-rope - estimate.mean) / scale)
    let above = posterior.upperTail((rope - estimate.mean) / scale)
    return BayesianComparison(below: below, within: rope == 0 ? 0 : max(0, 1 - below - above), above: above)
}
