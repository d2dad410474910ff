import Primitives
import Records

/// Writes the rows of a request's tables.
struct ExportRows {
    private let request: ExportRequest
    private let experiment: [String?]

    init(_ request: ExportRequest) {
        self.request = request
        let experiment = request.experiment
        self.experiment = [String(experiment.id), experiment.record.name, experiment.createdAt]
    }

    private func before(_ cell: CellRecord) -> [String?] {
        let place = cell.place
        let status = cell.attempt?.outcome.status
        return experiment + [
            place.map { String($0.position) }, cell.identity.description, place?.labels.dataset,
            place?.labels.model, place?.labels.method, String(cell.seed), status?.kind.rawValue,
            status?.cause,
        ]
    }

    private func after(_ cell: CellRecord) -> [String?] {
        let outcome = cell.attempt?.outcome
        return [
            (cell.place?.labels.costInPasses).map(ExportedNumber.text),
            (outcome?.wallNanoseconds).map { ExportedNumber.text(Double($0) / 1e9) },
            (outcome?.cpuNanoseconds).map { ExportedNumber.text(Double($0) / 1e9) },
            (cell.attempt?.id).map(String.init), cell.datasetHash.hexadecimal, String(cell.numericsVersion),
        ]
    }

    /// The rows of `ExportTable.results`.
    func results(_ cell: CellRecord) -> String {
        let (before, after) = (before(cell), after(cell))
        guard let metrics = cell.attempt?.outcome.metrics, !metrics.isEmpty else {
            return ExportTable.line(before + [nil, nil, nil] + after)
        }
        return metrics.reduce(into: "") { text, metric in
            let measure: [String?] = [metric.part.rawValue, metric.name, ExportedNumber.text(metric.value)]
            text += ExportTable.line(before + measure + after)
        }
    }

    /// The row of `ExportTable.wide`.
    func wide(_ cell: CellRecord) -> String {
        let outcome = cell.attempt?.outcome
        let values = Dictionary(
            (outcome?.metrics ?? []).map { (ResultTable.Measure(part: $0.part, name: $0.name), $0.value) },
            uniquingKeysWith: { first, _ in first })
        let digests: [String?] = [
            (outcome?.peakBytes).map(String.init), String(cell.attemptCount),
            outcome?.parametersDigest?.hexadecimal, outcome?.predictionsDigest?.hexadecimal,
        ]
        let metrics = request.experiment.measures.map { values[$0].map(ExportedNumber.text) }
        return ExportTable.line(before(cell) + after(cell) + digests + metrics)
    }

    /// The rows of `ExportTable.curves`.
    func curves(_ cell: CellRecord) -> String {
        guard let outcome = cell.attempt?.outcome, !outcome.curves.isEmpty else { return "" }
        let place = cell.place
        let names: [String?] = [
            String(request.experiment.id), place.map { String($0.position) }, cell.identity.description,
            place?.labels.dataset, place?.labels.model, place?.labels.method, String(cell.seed),
            outcome.status.kind.rawValue,
        ]
        // The names are the same in every line.
        let start = String(ExportTable.line(names).dropLast())
        return outcome.curves.reduce(into: "") { text, point in
            text += start + ","
            text += ExportTable.line([
                String(point.epoch), point.part.rawValue, point.name, ExportedNumber.text(point.value),
            ])
        }
    }

    /// The rows of `ExportTable.predictions`.
    func predictions(_ cell: CellRecord) -> String {
        var text = ""
        for predictions in cell.attempt?.outcome.predictions ?? [] {
            let start =
                "\(request.experiment.id),\(cell.place?.position ?? 0),\(cell.identity),\(predictions.part.rawValue),"
            for (index, value) in predictions.values.enumerated() {
                let (row, output) = index.quotientAndRemainder(dividingBy: max(1, predictions.width))
                text += start + "\(row),\(output),\(ExportedNumber.text(value))\r\n"
            }
        }
        return text
    }
}
