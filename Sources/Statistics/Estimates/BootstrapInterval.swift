/// The bootstrap interval of an aggregate of independent `values`; nil for fewer than two.
///
/// `replicates` resamples of the same size are drawn with replacement from the stream of `seed`; the same
/// arguments give the same interval on every machine, in whatever order the values stand. For paired data
/// give the differences. Equal tails. The kinds and their rules are in `BootstrapKind` and
/// `BootstrapDistribution.interval`; `.studentized` is not defined for the median and gives nil, as it does
/// where so many resamples have no spread that an end is infinite.
///
/// With few values a percentile or BCa interval of the mean covers it less often than it says: at 95 % BCa
/// covered the mean of 10 normal values in 89 of 100 simulated samples, of 20 in 93, of 30 in 95, of 10
/// exponential values in 88; the t interval in 95, 95, 96 and 91, the studentised one in 95, 95, 96 and 94
/// (4,000 samples, 2,000 replicates each).
///
/// With `.repeatedSplits` the distances of both ends from the estimate are multiplied by √(1 + J ·
/// n_test/n_train): what Nadeau and Bengio (2003) do to the standard error of a mean. For anything but the
/// mean's t interval that is a heuristic.
public func bootstrapInterval(
    _ values: [Double], of aggregate: Aggregate = .mean, kind: BootstrapKind = .biasCorrectedAccelerated,
    replicates: Int = 10_000, level: Double = 0.95, seed: Int = 0, resampling: Resampling = .independent
) -> Interval? {
    bootstrap(
        values, of: aggregate, replicates: replicates, seed: seed, resampling: resampling,
        needsErrors: kind == .studentized, needsAcceleration: kind == .biasCorrectedAccelerated
    )?.interval(kind, level: level)
}

/// The bootstrap distribution of an aggregate of independent `values`; nil for fewer than two.
///
/// What `bootstrapInterval` makes intervals of; one distribution can give several.
public func bootstrap(
    _ values: [Double], of aggregate: Aggregate = .mean, replicates: Int = 10_000, seed: Int = 0,
    resampling: Resampling = .independent
) -> BootstrapDistribution? {
    bootstrap(
        values, of: aggregate, replicates: replicates, seed: seed, resampling: resampling, needsErrors: true,
        needsAcceleration: true)
}

private func bootstrap(
    _ values: [Double], of aggregate: Aggregate, replicates: Int, seed: Int, resampling: Resampling,
    needsErrors: Bool, needsAcceleration: Bool
) -> BootstrapDistribution? {
    guard values.count >= 2, let estimate = aggregate.value(values) else { return nil }
    let sample = CountedSample(sorted: values.sorted(), aggregate: aggregate)
    let (statistics, errors) = resampled(
        sample, replicates: replicates, seed: seed, name: "bootstrap", needsErrors: needsErrors)
    return BootstrapDistribution(
        estimate: estimate, replicates: statistics,
        acceleration: needsAcceleration
            ? BootstrapDistribution.acceleration(leavingOut: [sample.leavingOut()]) : 0,
        pivots: errors.map { errors in zip(statistics, errors).map { pivot($0 - estimate, over: $1) } },
        plugInError: ownError(sample), widening: widening(resampling, count: values.count),
        rounding: 8 * sample.magnitude.ulp)
}

/// The bootstrap interval of the aggregate of `a` less that of `b`, two independent samples; nil if either
/// has fewer than two values.
///
/// Both are resampled independently of each other. The BCa acceleration is that of several samples; the
/// studentised kind divides by the root of the sum of both squared standard errors, as Welch's t does.
/// Everything else is as in `bootstrapInterval`.
public func twoSampleBootstrapInterval(
    _ a: [Double], _ b: [Double], of aggregate: Aggregate = .mean,
    kind: BootstrapKind = .biasCorrectedAccelerated, replicates: Int = 10_000, level: Double = 0.95,
    seed: Int = 0
) -> Interval? {
    twoSampleBootstrap(a, b, of: aggregate, replicates: replicates, seed: seed)?.interval(kind, level: level)
}

/// The bootstrap distribution of the aggregate of `a` less that of `b`, two independent samples; nil if
/// either has fewer than two values.
public func twoSampleBootstrap(
    _ a: [Double], _ b: [Double], of aggregate: Aggregate = .mean, replicates: Int = 10_000, seed: Int = 0
) -> BootstrapDistribution? {
    guard a.count >= 2, b.count >= 2, let first = aggregate.value(a), let second = aggregate.value(b) else {
        return nil
    }
    let samples = [a, b].map { CountedSample(sorted: $0.sorted(), aggregate: aggregate) }
    let drawn = samples.enumerated().map {
        resampled(
            $1, replicates: replicates, seed: seed, name: "bootstrap/sample \($0 + 1)", needsErrors: true)
    }
    let estimate = first - second
    let statistics = zip(drawn[0].statistics, drawn[1].statistics).map { $0 - $1 }
    var pivots: [Double]?
    if let errorsA = drawn[0].errors, let errorsB = drawn[1].errors {
        pivots = statistics.indices.map {
            let squares = errorsA[$0] * errorsA[$0] + errorsB[$0] * errorsB[$0]
            return pivot(statistics[$0] - estimate, over: squares.squareRoot())
        }
    }
    let errors = samples.compactMap(ownError)
    return BootstrapDistribution(
        estimate: estimate, replicates: statistics,
        acceleration: BootstrapDistribution.acceleration(leavingOut: [
            samples[0].leavingOut(), samples[1].leavingOut().map { -$0 },
        ]),
        pivots: pivots,
        plugInError: errors.count == 2
            ? (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot() : nil,
        rounding: 16 * max(samples[0].magnitude, samples[1].magnitude).ulp)
}

/// √(J · the variance factor of the mean): 1 for independent values.
func widening(_ resampling: Resampling, count: Int) -> Double {
    switch resampling {
    case .independent: 1
    case .repeatedSplits: (Double(count) * resampling.meanVarianceFactor(count: count)).squareRoot()
    }
}

/// A distance in standard errors; a distance without any error is infinitely far, unless it is none.
private func pivot(_ distance: Double, over error: Double) -> Double {
    distance == 0 ? 0 : distance / error
}

/// The statistic of every resample, and its standard error where asked for.
private func resampled(
    _ sample: CountedSample, replicates: Int, seed: Int, name: String, needsErrors: Bool
) -> (statistics: [Double], errors: [Double]?) {
    let draws = ResampleCounts(size: sample.size, replicates: replicates, seed: seed, name: name)
    var statistics: [Double] = []
    var errors: [Double] = []
    statistics.reserveCapacity(replicates)
    draws.forEach { _, counts in
        statistics.append(sample.value(counts, total: sample.size))
        if needsErrors, let error = sample.standardError(counts, total: sample.size) { errors.append(error) }
    }
    return (statistics, errors.count == replicates ? errors : nil)
}

private func ownError(_ sample: CountedSample) -> Double? {
    [UInt16](repeating: 1, count: sample.size).withUnsafeBufferPointer { counts in
        counts.baseAddress.flatMap { sample.standardError($0, total: sample.size) }
    }
}
