import Primitives
import Records
import Suites
import Training

extension RunOutline {
    /// What `overview` says of the run.
    public init(_ overview: RunOverview) {
        let (plan, positions) = (overview.plan, overview.positions)
        let hasModels = plan.suite.models.count > 1
        // Read from the arguments once for all seeds.
        let epochs = plan.cells.configurations.map {
            TrainingSettings(arguments: $0.configuration.specification(seed: 0).training.arguments).epochs
        }
        let primaryMetrics = plan.experiment.primaryMetrics
        self.init(
            suite: plan.suite.name, storePath: overview.storePath, experiment: overview.experiment,
            total: positions.count, reused: overview.reused, jobs: overview.jobs,
            datasets: plan.datasets.map { Dataset($0, primaryMetrics: primaryMetrics) },
            work: overview.expectedSeconds ?? { _ in 1 }
        ) { number in
            let cell = plan.cells[positions[number]]
            return Cell(
                identity: cell.identity.description, label: cell.label, dataset: cell.datasetLabel,
                method: hasModels ? "\(cell.modelLabel) / \(cell.methodLabel)" : cell.methodLabel,
                epochs: epochs[plan.cells.configurationNumber(at: positions[number])])
        }
    }
}

extension RunOutline.Dataset {
    /// A dataset of an experiment whose tasks have those primary metrics.
    init(_ record: DatasetRecord, primaryMetrics: [String: String]) {
        let task: MetricDeclaration.TaskKind = record.classes == nil ? .regression : .classification
        let metric = primaryMetrics[task.rawValue] ?? "loss"
        let declaration = MetricCatalogue.declarations.first { $0.id == metric }
        self.init(
            label: record.label, metric: metric, part: record.validationRows > 0 ? .validation : .test,
            isHigherBetter: declaration?.direction == .higher)
    }
}
