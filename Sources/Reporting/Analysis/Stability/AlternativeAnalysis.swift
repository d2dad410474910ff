import Statistics

/// An analysis that one could have made as well as the report's own.
enum AlternativeAnalysis: Hashable, Sendable {
    /// Another metric of the same task, on the test part.
    case metric(String)
    /// Another aggregate over seeds than the report's.
    case aggregate(ReportOptions.Aggregate)
    /// Wilcoxon's signed-rank test: ranks of differences in place of their sizes.
    case ranks
    /// The sign test: how often, and not how much.
    case signs
    /// A failed cell counts as the worst value that any method has.
    case worstValue
    /// Pairs (or datasets) with a failure take no part.
    case survivors
    /// Without the cells of one seed.
    case withoutSeed(Int)
    /// Without one dataset.
    case withoutDataset(String)
    /// All pairs of methods by their mean ranks over datasets, without one of the methods or with all.
    case nemenyi(without: String?)
    /// All pairs of methods by Wilcoxon's test over datasets, without one of the methods or with all.
    case allPairs(without: String?)
    /// The margin times a factor.
    case margin(Double)

    /// What one could vary.
    enum Kind: String, CaseIterable, Sendable {
        case metric, aggregate, ranks, failures, seed, dataset, pool, margin

        /// The heading of its column.
        var title: String {
            switch self {
            case .metric: "other metrics"
            case .aggregate: "median, mean, IQM"
            case .ranks: "ranks, signs"
            case .failures: "failures"
            case .seed: "without a seed"
            case .dataset: "without a dataset"
            case .pool: "pool of methods"
            case .margin: "other margins"
            }
        }
    }

    /// What it varies.
    var kind: Kind {
        switch self {
        case .metric: .metric
        case .aggregate: .aggregate
        case .ranks, .signs: .ranks
        case .worstValue, .survivors: .failures
        case .withoutSeed: .seed
        case .withoutDataset: .dataset
        case .nemenyi, .allPairs: .pool
        case .margin: .margin
        }
    }

    /// What it is, in words.
    var words: String {
        switch self {
        case .metric(let name): "by \(name)"
        case .aggregate(let aggregate): "by the \(aggregate.noun)"
        case .ranks: "by the signed-rank test"
        case .signs: "by the sign test"
        case .worstValue: "failures as the worst value"
        case .survivors: "without what failed"
        case .withoutSeed(let seed): "without seed \(seed)"
        case .withoutDataset(let name): "without dataset \(name)"
        case .nemenyi(nil): "by mean ranks (Nemenyi)"
        case .nemenyi(let name?): "by mean ranks (Nemenyi), without method \(name)"
        case .allPairs(nil): "all pairs of methods (Wilcoxon–Holm)"
        case .allPairs(let name?): "all pairs of methods (Wilcoxon–Holm), without method \(name)"
        case .margin(let factor): "margin × \(NumberText.given(factor))"
        }
    }
}

/// What an alternative analysis says of a finding.
struct AlternativeResult: Hashable, Sendable {
    /// Whether the finding stands.
    enum Outcome: Hashable, Sendable {
        /// The same statement is decided.
        case holds
        /// Not decided.
        case notShown
        /// The numbers point the other way.
        case reversed

        /// In a table.
        var words: String {
            switch self {
            case .holds: "holds"
            case .notShown: "not shown"
            case .reversed: "points the other way"
            }
        }
    }

    var analysis: AlternativeAnalysis
    var outcome: Outcome
    /// The corrected p-value; nil where there is none, such as for a critical difference.
    var p: Double?
    /// What was estimated, in the unit of the metric or in ranks; nil where nothing was.
    var difference: Double?
}

/// A finding with the analyses that it was tried in.
struct StabilityClaim: Hashable, Sendable {
    /// What the finding is about.
    enum Subject: Hashable, Sendable {
        /// A method against the baseline in a panel, by the panel's id.
        case panel(String, method: String)
        /// A method against the baseline over the datasets that have a metric.
        case datasets(metric: String, method: String)
    }

    /// What is said.
    enum Statement: Hashable, Sendable {
        case better, worse, higher, lower, equivalent

        /// In a table.
        var words: String {
            switch self {
            case .better: "better"
            case .worse: "worse"
            case .higher: "higher"
            case .lower: "lower"
            case .equivalent: "equivalent"
            }
        }
    }

    var subject: Subject
    var statement: Statement
    /// Where, for people: "digits" or "over 7 datasets".
    var place: String
    var results: [AlternativeResult] = []
    /// Analyses that could not have decided anything with so few values.
    var impossible = 0

    /// In how many of the analyses it stands.
    var stability: Finding.Stability {
        Finding.Stability(holds: results.count { $0.outcome == .holds }, of: results.count)
    }

    /// The method that it is about.
    var method: String {
        switch subject {
        case .panel(_, let method), .datasets(_, let method): method
        }
    }

    /// Adds what an alternative says; nil is one that could not have decided anything.
    mutating func add(_ result: AlternativeResult?) {
        if let result { results.append(result) } else { impossible += 1 }
    }
}
