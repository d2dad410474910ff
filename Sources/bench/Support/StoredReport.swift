import Datasets
import Primitives
import Records
import Reporting
import Store
import Training

extension Store {
    /// Everything that a report of one of its experiments is made of.
    func reportInput(of experiment: StoredExperiment) throws(BenchError) -> ReportInput {
        ReportInput(
            experiment: experiment.record, experimentID: experiment.id, createdAt: experiment.createdAt,
            datasets: try datasets(experiment: experiment.id), rows: try results(experiment: experiment.id),
            environments: try environments(experiment: experiment.id),
            metrics: MetricCatalogue.declarations, datasetKinds: DatasetCatalogue.declarations)
    }
}
