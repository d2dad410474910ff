import Primitives
import Records

/// Tidy tables as CSV (RFC 4180): one file, or with everything a folder of three.
struct CSVExport: ExportFormat {
    let format = "csv"
    let usualContents = ExportContents.results
    let possibleContents = ExportContents.allCases
    let canBeWide = true

    func isFolder(_ contents: ExportContents) -> Bool { contents == .all }

    func exporter(of request: ExportRequest, into sink: any ExportSink) -> any CellExporter {
        Exporter(request: request, rows: ExportRows(request), sink: sink)
    }

    private struct Exporter: CellExporter {
        let request: ExportRequest
        let rows: ExportRows
        let sink: any ExportSink

        private var results: ExportTable {
            request.isWide ? .wide(request.experiment.measures) : .results
        }

        mutating func begin() throws(BenchError) {
            if request.contents.includes(.results) { try sink.append(results.header, to: "results.csv") }
            if request.contents.includes(.curves) {
                try sink.append(ExportTable.curves.header, to: "curves.csv")
            }
            if request.contents.includes(.predictions) {
                try sink.append(ExportTable.predictions.header, to: "predictions.csv")
            }
        }

        mutating func add(_ cell: CellRecord) throws(BenchError) {
            if request.contents.includes(.results) {
                try sink.append(request.isWide ? rows.wide(cell) : rows.results(cell), to: "results.csv")
            }
            if request.contents.includes(.curves) { try sink.append(rows.curves(cell), to: "curves.csv") }
            if request.contents.includes(.predictions) {
                try sink.append(rows.predictions(cell), to: "predictions.csv")
            }
        }

        mutating func end() {}
    }
}
