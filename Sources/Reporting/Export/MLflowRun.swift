import Primitives
import Records

/// A cell as a run of MLflow's.
struct MLflowRun {
    private let cell: CellRecord
    private let attempt: CellRecord.Attempt
    private let place: CellRecord.Place
    private let experiment: ExportedExperiment
    private let hasCurves: Bool

    init(
        _ cell: CellRecord, attempt: CellRecord.Attempt, place: CellRecord.Place,
        experiment: ExportedExperiment, hasCurves: Bool
    ) {
        self.cell = cell
        self.attempt = attempt
        self.place = place
        self.experiment = experiment
        self.hasCurves = hasCurves
    }

    /// 32 hexadecimal digits: the same for the same place of the same experiment.
    var id: String {
        String(
            SHA256.hash("\(experiment.createdAt)/\(experiment.id)/\(place.position)/\(cell.identity)")
                .hexadecimal.prefix(32))
    }

    private var name: String {
        "\(place.labels.dataset) / \(place.labels.model) / \(place.labels.method) / seed \(cell.seed)"
    }
    private var begin: Int { Int((attempt.outcome.startedAt * 1000).rounded()) }
    private var end: Int { begin + attempt.outcome.wallNanoseconds / 1_000_000 }

    /// The run's own file.
    func meta(experiment number: String) -> String {
        MLflowText.document([
            ("artifact_uri", .string("mlflow-artifacts:/\(number)/\(id)/artifacts")),
            ("end_time", .integer(end)), ("entry_point_name", ""), ("experiment_id", .string(number)),
            ("lifecycle_stage", "active"), ("run_id", .string(id)), ("run_name", .string(name)),
            ("run_uuid", .string(id)), ("source_name", ""), ("source_type", 4), ("source_version", ""),
            ("start_time", .integer(begin)),
            // MLflow's RunStatus: 3 is FINISHED, 4 is FAILED.
            ("status", attempt.outcome.status.kind == .completed ? 3 : 4), ("tags", []),
            ("user_id", "bench"),
        ])
    }

    /// Everything that the specification says, flattened.
    var parameters: [(name: String, text: String)] {
        guard let specification = try? JSONParser.parse(cell.specification) else { return [] }
        return MLflowText.distinct(MLflowText.flattened(specification))
    }

    /// The final metrics, and the learning curves with the epoch as step.
    var metrics: [(name: String, text: String)] {
        func line(_ value: Double, step: Int) -> String { "\(end) \(MLflowText.number(value)) \(step)\n" }
        var texts = attempt.outcome.metrics.map { metric in
            ("\(metric.part.rawValue).\(metric.name)", line(metric.value, step: 0))
        }
        guard hasCurves else { return MLflowText.distinct(texts) }
        var places: [String: Int] = [:]
        for point in attempt.outcome.curves {
            let name = "curve.\(point.part.rawValue).\(point.name)"
            if let place = places[name] {
                texts[place].1 += line(point.value, step: point.epoch)
            } else {
                places[name] = texts.count
                texts.append((name, line(point.value, step: point.epoch)))
            }
        }
        return MLflowText.distinct(texts)
    }

    /// The labels, what identifies the cell, and what came of it.
    var tags: [(name: String, text: String)] {
        let outcome = attempt.outcome
        let environment = experiment.environments[attempt.environment]
        let tags: [(String, String?)] = [
            ("mlflow.runName", name), ("mlflow.source.name", experiment.record.suitePath),
            ("mlflow.source.type", "LOCAL"), ("mlflow.user", "bench"),
            ("mlflow.source.git.commit", environment?.gitCommit),
            ("bench.identity", cell.identity.description),
            ("bench.dataset", place.labels.dataset), ("bench.model", place.labels.model),
            ("bench.method", place.labels.method), ("bench.position", String(place.position)),
            ("bench.status", outcome.status.kind.rawValue), ("bench.cause", outcome.status.cause),
            ("bench.dataset_sha256", cell.datasetHash.hexadecimal),
            ("bench.parameters_sha256", outcome.parametersDigest?.hexadecimal),
            ("bench.predictions_sha256", outcome.predictionsDigest?.hexadecimal),
            ("bench.cost_in_passes", ExportedNumber.text(place.labels.costInPasses)),
            ("bench.started_at", attempt.startedAt), ("bench.cpu_ns", String(outcome.cpuNanoseconds)),
            ("bench.peak_bytes", outcome.peakBytes.map(String.init)),
            ("bench.environment", environment?.canonical.canonical),
        ]
        return tags.compactMap { name, text in
            text.map { (name, MLflowText.shortened($0, to: MLflowText.longestTag)) }
        }
    }
}
