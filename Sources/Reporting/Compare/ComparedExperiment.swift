import Primitives
import Records

/// One of the two sides of a comparison: a stored experiment and how to call it.
public struct ComparedExperiment: Sendable {
    /// What the user called it: a store, an experiment or a revision.
    public var name: String
    /// The file of its store, where it is in one.
    public var store: String?
    /// Its cells and what is known about them.
    public var input: ReportInput

    /// A side of a comparison.
    public init(name: String, store: String? = nil, input: ReportInput) {
        self.name = name
        self.store = store
        self.input = input
    }
}

/// How two experiments are compared.
public struct ComparisonOptions: Sendable, Hashable {
    /// The metric on test that is compared; nil for the primary metric of the second experiment.
    public var metric: String?
    /// Differences within ± this do not matter (in the unit of the metric); nil where none was named.
    public var margin: Double?
    /// The confidence level of intervals.
    public var level: Double
    /// A corrected p-value below this counts as a difference.
    public var threshold: Double
    /// Whether methods of which every matched cell has the same bits are left out.
    public var showsOnlyChanged: Bool

    /// The usual options unless told otherwise.
    public init(
        metric: String? = nil, margin: Double? = nil, level: Double = 0.95, threshold: Double = 0.05,
        showsOnlyChanged: Bool = false
    ) {
        precondition(level > 0 && level < 1 && threshold > 0 && threshold < 1, "levels lie between 0 and 1")
        precondition(margin.map { $0 > 0 && $0.isFinite } ?? true, "a margin is a positive number")
        self.metric = metric
        self.margin = margin
        self.level = level
        self.threshold = threshold
        self.showsOnlyChanged = showsOnlyChanged
    }
}

/// The same configuration by its names, with two specifications.
public struct ChangedConfiguration: Sendable, Hashable {
    /// The names that both experiments have.
    public var labels: ResultTable.Labels
    /// The first matched cell of the first side.
    public var first: CellIdentity
    /// Its partner on the other side.
    public var second: CellIdentity
}
