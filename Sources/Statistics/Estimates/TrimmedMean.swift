/// The mean of `values` without the ⌊fraction · n⌋ smallest and as many of the largest; nil for no values.
///
/// The number that is left out is rounded down, as scipy.stats.trim_mean does. `fraction` lies between 0 (the
/// mean) and below ½.
public func trimmedMean(_ values: [Double], fraction: Double) -> Double? {
    Aggregate.trimmedMean(fraction: fraction).value(values)
}

/// The mean of the middle half of `values`: the trimmed mean of fraction ¼, rounded as scipy.stats.trim_mean
/// does; nil for no values.
///
/// With 10 values 2 are left out at either end, with 3 none. Source: R. Agarwal et al. (2021), "Deep
/// reinforcement learning at the edge of the statistical precipice", NeurIPS, section 4.3, whose program
/// rounds so too.
public func interquartileMean(_ values: [Double]) -> Double? { Aggregate.interquartileMean.value(values) }

/// The mean of the middle half of `values`, exactly a quarter of the weight being left out at either end; nil
/// for no values.
///
/// With 10 values the third smallest and the third largest count half.
public func fractionalInterquartileMean(_ values: [Double]) -> Double? {
    Aggregate.fractionalInterquartileMean.value(values)
}
