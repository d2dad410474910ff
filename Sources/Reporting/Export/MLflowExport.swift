import Primitives
import Records

/// A folder in the layout of MLflow's file store: one MLflow experiment, one run per cell.
///
/// MLflow 1 to 3 read it; 3.x only with `MLFLOW_ALLOW_FILE_STORE=true`, or after `mlflow migrate-filestore`.
struct MLflowExport: ExportFormat {
    let format = "mlflow"
    let usualContents = ExportContents.all
    let possibleContents: [ExportContents] = [.all, .results]
    let canBeWide = false

    func isFolder(_ contents: ExportContents) -> Bool { true }

    func exporter(of request: ExportRequest, into sink: any ExportSink) -> any CellExporter {
        Exporter(request: request, sink: sink)
    }

    private struct Exporter: CellExporter {
        let request: ExportRequest
        let sink: any ExportSink
        private var notRun = 0

        init(request: ExportRequest, sink: any ExportSink) {
            self.request = request
            self.sink = sink
        }

        /// MLflow's number of the experiment; its 0 is the one that it makes itself.
        private var number: String { String(request.experiment.id) }

        mutating func begin() throws(BenchError) {
            try put(experiment: "0", name: "Default")
            try put(
                experiment: number, name: "\(request.experiment.record.name) #\(request.experiment.id)")
            let tags: [(String, String)] = [
                ("bench.suite", request.experiment.record.name),
                ("bench.suite_path", request.experiment.record.suitePath),
                ("bench.suite_sha256", SHA256.hash(request.experiment.record.suiteText).hexadecimal),
                ("bench.created_at", request.experiment.createdAt),
                ("bench.baseline", request.experiment.record.baseline),
            ]
            for (name, text) in tags { try sink.put(text, at: "\(number)/tags/\(name)") }
        }

        private func put(experiment: String, name: String) throws(BenchError) {
            try sink.put(
                MLflowText.document([
                    ("artifact_location", .string("mlflow-artifacts:/\(experiment)")),
                    ("experiment_id", .string(experiment)), ("lifecycle_stage", "active"),
                    ("name", .string(name)),
                ]), at: "\(experiment)/meta.yaml")
        }

        mutating func add(_ cell: CellRecord) throws(BenchError) {
            guard let attempt = cell.attempt, let place = cell.place else {
                notRun += 1
                return
            }
            let run = MLflowRun(
                cell, attempt: attempt, place: place, experiment: request.experiment,
                hasCurves: request.contents.includes(.curves))
            let folder = "\(number)/\(run.id)"
            // MLflow takes a folder without these for no run.
            for part in ["params", "metrics", "artifacts"] { try sink.makeFolder("\(folder)/\(part)") }
            try sink.put(run.meta(experiment: number), at: "\(folder)/meta.yaml")
            for (name, text) in run.parameters { try sink.put(text, at: "\(folder)/params/\(name)") }
            for (name, text) in run.metrics { try sink.put(text, at: "\(folder)/metrics/\(name)") }
            for (name, text) in run.tags { try sink.put(text, at: "\(folder)/tags/\(name)") }
        }

        mutating func end() throws(BenchError) {
            try sink.put(String(notRun), at: "\(number)/tags/bench.cells_not_run")
        }
    }
}
