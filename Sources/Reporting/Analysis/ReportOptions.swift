/// How an experiment is looked at.
public struct ReportOptions: Sendable, Hashable {
    /// What stands for a method's values over seeds.
    public enum Aggregate: String, Sendable, Hashable, CaseIterable { case mean, median, iqm }

    /// How intervals are made.
    public enum IntervalKind: String, Sendable, Hashable, CaseIterable {
        /// t for means, BCa for medians and interquartile means.
        case automatic = "auto"
        /// Student's t, with the correction for overlapping splits.
        case t
        /// Bias-corrected and accelerated bootstrap.
        case bca
        /// Percentile bootstrap.
        case percentile
        /// Studentised bootstrap.
        case studentized
    }

    /// How p-values of a family are corrected.
    public enum Correction: String, Sendable, Hashable, CaseIterable {
        case holm, hochberg, bonferroni, bh, by, none
    }

    /// The confidence level of intervals, between 0 and 1.
    public var level: Double
    /// A corrected p-value below this counts as a difference.
    public var threshold: Double
    /// What stands for a method's values over seeds.
    public var aggregate: Aggregate
    /// How intervals are made.
    public var interval: IntervalKind
    /// How p-values of a family are corrected.
    public var correction: Correction
    /// The metric that decides, in place of the suite's; nil for the suite's.
    public var metric: String?
    /// The method that others are compared with, in place of the suite's; nil for the suite's.
    public var baseline: String?
    /// Differences within ± this do not matter (in the unit of the metric); nil where none was named.
    public var margin: Double?
    /// The sections to make, by id or by the beginning of one before a hyphen; nil for all.
    public var sections: [String]?
    /// Whether what differs between machines and moments is left out: times, hosts, commits, numbers of experiments.
    public var isReproducible: Bool

    /// The usual options unless told otherwise.
    public init(
        level: Double = 0.95, threshold: Double = 0.05, aggregate: Aggregate = .mean,
        interval: IntervalKind = .automatic, correction: Correction = .holm, metric: String? = nil,
        baseline: String? = nil, margin: Double? = nil, sections: [String]? = nil,
        isReproducible: Bool = false
    ) {
        precondition(level > 0 && level < 1 && threshold > 0 && threshold < 1, "levels lie between 0 and 1")
        self.level = level
        self.threshold = threshold
        self.aggregate = aggregate
        self.interval = interval
        self.correction = correction
        self.metric = metric
        self.baseline = baseline
        self.margin = margin
        self.sections = sections
        self.isReproducible = isReproducible
    }
}
