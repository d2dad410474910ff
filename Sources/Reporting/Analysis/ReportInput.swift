import Primitives
import Records

/// Everything a report of one experiment is made of.
public struct ReportInput: Sendable {
    /// What was asked for.
    public var experiment: ExperimentRecord
    /// The experiment's number in its store, when it is in one.
    public var experimentID: Int?
    /// When it was recorded (ISO 8601, UTC), when known.
    public var createdAt: String?
    /// The datasets, by the labels that the rows use.
    public var datasets: [DatasetRecord]
    /// All cells, run or not.
    public var rows: ResultTable
    /// Where the attempts were made.
    public var environments: [Environment]
    /// The metrics that the program knows, for their direction.
    public var metrics: [MetricDeclaration]
    /// The kinds of datasets that the program knows, for the defaults of their parameters.
    public var datasetKinds: [ComponentDeclaration]
    /// Whole sentences that readers must see, such as that attempts at one cell gave different bits.
    public var notices: [String]
    /// The learning curves of the cells, for `curveMeasures`; nil where they were not asked for.
    public var curves: LearningCurveTable?

    /// An input.
    public init(
        experiment: ExperimentRecord, experimentID: Int? = nil, createdAt: String? = nil,
        datasets: [DatasetRecord], rows: ResultTable, environments: [Environment],
        metrics: [MetricDeclaration], datasetKinds: [ComponentDeclaration] = [],
        notices: [String] = [], curves: LearningCurveTable? = nil
    ) {
        self.experiment = experiment
        self.experimentID = experimentID
        self.createdAt = createdAt
        self.datasets = datasets
        self.rows = rows
        self.environments = environments
        self.metrics = metrics
        self.datasetKinds = datasetKinds
        self.notices = notices
        self.curves = curves
    }

    /// The learning curves that a report of `experiment` shows: the training objective, and the deciding metrics.
    public static func curveMeasures(
        of experiment: ExperimentRecord, _ options: ReportOptions = ReportOptions()
    ) -> [ResultTable.Measure] {
        let metrics = Set(options.metric.map { [$0] } ?? Array(experiment.primaryMetrics.values)).sorted()
        return [.init(part: .train, name: LearningCurvesSection.objective)]
            + [DataPart.validation, .test].flatMap { part in
                metrics.map { ResultTable.Measure(part: part, name: $0) }
            }
    }
}
