/// What is aggregated where values come in groups, such as the seeds of several datasets.
public enum GroupedStatistic: String, Sendable, Hashable, CaseIterable {
    /// The aggregate of the groups' means: every group weighs the same.
    case groupMeans
    /// The aggregate of all values together: every value weighs the same (the interquartile mean of Agarwal
    /// et al. 2021).
    case values

    /// The statistic of `groups`; nil for no values.
    ///
    /// Empty groups are left out.
    public func value(_ groups: [[Double]], of aggregate: Aggregate) -> Double? {
        switch self {
        case .groupMeans: aggregate.value(groups.compactMap { mean($0) })
        case .values: aggregate.value(groups.flatMap { $0 })
        }
    }
}

/// The bootstrap interval of a statistic of values in groups, where the groups are what they are: nil where
/// no group has two values.
///
/// Values are resampled within each group, independently of the others, so the interval is about other values
/// in these groups (other seeds on these datasets), never about other groups. A group with one value adds no
/// uncertainty; empty groups are left out. The BCa acceleration leaves out every value of every group once.
/// There is no studentised kind: it gives nil. Source: R. Agarwal et al. (2021), section 4.2, for percentile
/// intervals.
public func stratifiedBootstrapInterval(
    _ groups: [[Double]], of aggregate: Aggregate = .mean, over statistic: GroupedStatistic = .groupMeans,
    kind: BootstrapKind = .biasCorrectedAccelerated, replicates: Int = 10_000, level: Double = 0.95,
    seed: Int = 0,
    resampling: Resampling = .independent
) -> Interval? {
    stratifiedBootstrap(
        groups, of: aggregate, over: statistic, replicates: replicates, seed: seed, resampling: resampling
    )?.interval(kind, level: level)
}

/// The bootstrap distribution of a statistic of values in groups that are what they are; nil where no group
/// has two values.
///
/// With `.repeatedSplits` the widening is that of the largest group: a heuristic.
public func stratifiedBootstrap(
    _ groups: [[Double]], of aggregate: Aggregate = .mean, over statistic: GroupedStatistic = .groupMeans,
    replicates: Int = 10_000, seed: Int = 0, resampling: Resampling = .independent
) -> BootstrapDistribution? {
    let sample = GroupedSample(groups, aggregate: aggregate, statistic: statistic)
    guard let largest = sample.sizes.max(), largest >= 2,
        let estimate = statistic.value(groups, of: aggregate)
    else { return nil }
    let statistics = sample.stratified(replicates: replicates, seed: seed)
    return BootstrapDistribution(
        estimate: estimate, replicates: statistics,
        acceleration: BootstrapDistribution.acceleration(leavingOut: sample.leavingOutValues()),
        widening: widening(resampling, count: largest), rounding: 16 * sample.magnitude.ulp)
}

/// The bootstrap interval of a statistic of values in groups, where the groups are a sample of more: nil for
/// fewer than two groups.
///
/// Groups are drawn with replacement, then the values of every group drawn, anew each time it is drawn. So
/// the interval is about other groups (other datasets), and with few of them it is wide and yet too narrow:
/// at 95 % it covered the mean in 80 of 100 simulated samples of 3 normal groups, in 87 of 5, in 91 of 10, in
/// 95 of 20 (2,000 samples; within and between groups the same variance). The BCa acceleration leaves out
/// every group once. There is no studentised kind: it gives nil. Source: Davison and Hinkley (1997), section
/// 3.8, strategy 2 (with replacement at both levels).
public func hierarchicalBootstrapInterval(
    _ groups: [[Double]], of aggregate: Aggregate = .mean, over statistic: GroupedStatistic = .groupMeans,
    kind: BootstrapKind = .biasCorrectedAccelerated, replicates: Int = 10_000, level: Double = 0.95,
    seed: Int = 0
) -> Interval? {
    hierarchicalBootstrap(groups, of: aggregate, over: statistic, replicates: replicates, seed: seed)?
        .interval(kind, level: level)
}

/// The bootstrap distribution of a statistic of values in groups that are a sample of more; nil for fewer
/// than two groups.
public func hierarchicalBootstrap(
    _ groups: [[Double]], of aggregate: Aggregate = .mean, over statistic: GroupedStatistic = .groupMeans,
    replicates: Int = 10_000, seed: Int = 0
) -> BootstrapDistribution? {
    let sample = GroupedSample(groups, aggregate: aggregate, statistic: statistic)
    guard sample.sizes.count >= 2, let estimate = statistic.value(groups, of: aggregate) else { return nil }
    let present = groups.filter { !$0.isEmpty }
    let leavingOut = present.indices.compactMap { left in
        statistic.value(present.enumerated().filter { $0.offset != left }.map(\.element), of: aggregate)
    }
    return BootstrapDistribution(
        estimate: estimate, replicates: sample.hierarchical(replicates: replicates, seed: seed),
        acceleration: BootstrapDistribution.acceleration(leavingOut: [leavingOut]),
        rounding: 16 * sample.magnitude.ulp)
}
