/// The one-sided p-value against "the mean is at most `bound`", by Student's t with J − 1 degrees of freedom.
///
/// 1 for one value, which shows nothing. Without spread the common value decides, with p 0 or 1.
public func oneSidedP(_ estimate: MeanEstimate, above bound: Double) -> Double {
    guard let error = estimate.standardError else { return 1 }
    guard error > 0 else { return estimate.mean > bound ? 0 : 1 }
    return StudentT(degreesOfFreedom: Double(estimate.count - 1))
        .upperTail((estimate.mean - bound) / error)
}

/// The one-sided p-value against "the mean is at least `bound`", by Student's t with J − 1 degrees of freedom.
///
/// 1 for one value, which shows nothing. Without spread the common value decides, with p 0 or 1.
public func oneSidedP(_ estimate: MeanEstimate, below bound: Double) -> Double {
    guard let error = estimate.standardError else { return 1 }
    guard error > 0 else { return estimate.mean < bound ? 0 : 1 }
    return StudentT(degreesOfFreedom: Double(estimate.count - 1))
        .cumulative((estimate.mean - bound) / error)
}
