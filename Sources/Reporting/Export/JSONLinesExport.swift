import Primitives
import Records

/// One JSON object per cell and line, canonical: sorted keys, shortest numbers, NaN and infinities as strings.
struct JSONLinesExport: ExportFormat {
    let format = "jsonl"
    let usualContents = ExportContents.all
    let possibleContents = ExportContents.allCases
    let canBeWide = false

    func isFolder(_ contents: ExportContents) -> Bool { false }

    func exporter(of request: ExportRequest, into sink: any ExportSink) -> any CellExporter {
        Exporter(request: request, sink: sink)
    }

    private struct Exporter: CellExporter {
        let request: ExportRequest
        let sink: any ExportSink

        mutating func begin() {}

        mutating func add(_ cell: CellRecord) throws(BenchError) {
            try sink.append(JSONValue.object(members(cell)).canonical + "\n", to: "cells.jsonl")
        }

        mutating func end() {}

        private func members(_ cell: CellRecord) -> [String: JSONValue] {
            var members: [String: JSONValue] = [
                "experiment_id": .integer(request.experiment.id),
                "experiment": .string(request.experiment.record.name),
                "created_at": .string(request.experiment.createdAt),
                "identity": .string(cell.identity.description), "seed": .integer(cell.seed),
                "numerics_version": .integer(cell.numericsVersion),
                "dataset_sha256": .string(cell.datasetHash.hexadecimal), "status": .null,
                "attempts": .integer(cell.attemptCount),
            ]
            if let place = cell.place {
                members["position"] = .integer(place.position)
                members["dataset"] = .string(place.labels.dataset)
                members["model"] = .string(place.labels.model)
                members["method"] = .string(place.labels.method)
                members["cost_in_passes"] = .real(place.labels.costInPasses)
            }
            if let specification = try? JSONParser.parse(cell.specification) {
                members["specification"] = specification
            }
            guard let attempt = cell.attempt else { return members }
            let outcome = attempt.outcome
            members["attempt_id"] = .integer(attempt.id)
            members["started_at"] = .string(attempt.startedAt)
            members["status"] = .string(outcome.status.kind.rawValue)
            members["cause"] = outcome.status.cause.map(JSONValue.string)
            members["wall_ns"] = .integer(outcome.wallNanoseconds)
            members["cpu_ns"] = .integer(outcome.cpuNanoseconds)
            members["peak_bytes"] = outcome.peakBytes.map(JSONValue.integer)
            members["environment"] = request.experiment.environments[attempt.environment]?.canonical
            members["digests"] = ExportedValues.digests(outcome)
            if request.contents.includes(.results) { members["metrics"] = ExportedValues.metrics(outcome) }
            if request.contents.includes(.curves) { members["curves"] = ExportedValues.curves(outcome) }
            if request.contents.includes(.predictions), !outcome.predictions.isEmpty {
                members["predictions"] = ExportedValues.predictions(outcome)
            }
            return members
        }
    }
}
