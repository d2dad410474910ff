import Datasets
import Primitives
import Records
import Reporting
import Store
import Training

extension Store {
    /// Everything that a report of one of its experiments is made of; the learning curves only with the options
    /// that say which.
    func reportInput(
        of experiment: StoredExperiment, _ options: ReportOptions? = nil
    ) throws(BenchError) -> ReportInput {
        ReportInput(
            experiment: experiment.record, experimentID: experiment.id, createdAt: experiment.createdAt,
            datasets: try datasets(experiment: experiment.id), rows: try results(experiment: experiment.id),
            environments: try environments(experiment: experiment.id),
            metrics: MetricCatalogue.declarations, datasetKinds: DatasetCatalogue.declarations,
            notices: [ConflictNotice.sentence(try conflicts(experiment: experiment.id))].compactMap { $0 },
            curves: try curves(of: experiment, options))
    }

    private func curves(
        of experiment: StoredExperiment, _ options: ReportOptions?
    ) throws(BenchError) -> LearningCurveTable? {
        guard let options else { return nil }
        return try learningCurves(
            experiment: experiment.id, of: ReportInput.curveMeasures(of: experiment.record, options))
    }
}
