/// How a bootstrap interval is made from the replicates of a statistic.
public enum BootstrapKind: String, Sendable, Hashable, CaseIterable {
    /// The quantiles of the replicates (B. Efron 1979).
    case percentile
    /// The same at levels corrected for bias and for a standard error that changes with the parameter: BCa
    /// (B. Efron 1987, "Better bootstrap confidence intervals", Journal of the American Statistical
    /// Association 82, 171–185).
    case biasCorrectedAccelerated = "bca"
    /// The quantiles of (replicate − estimate) / its own standard error, times the estimate's: the bootstrap
    /// t (B. Efron and R. Tibshirani 1993, "An Introduction to the Bootstrap", section 12.5).
    case studentized
    /// The percentile interval mirrored at the estimate: also "reverse percentile" (A. Davison and D. Hinkley
    /// 1997, "Bootstrap Methods and their Application", section 5.2).
    case basic

    /// The kind's name in a sentence.
    public var name: String {
        switch self {
        case .percentile: "percentile bootstrap"
        case .biasCorrectedAccelerated: "BCa bootstrap"
        case .studentized: "studentised bootstrap"
        case .basic: "basic bootstrap"
        }
    }
}
