import Primitives
import Records

/// CSV that becomes Parquet without losing a bit: every column has one type, which `schema.json` names.
struct ParquetReadyExport: ExportFormat {
    let format = "parquet-csv"
    let usualContents = ExportContents.all
    let possibleContents = [ExportContents.all]
    let canBeWide = true

    func isFolder(_ contents: ExportContents) -> Bool { true }

    func exporter(of request: ExportRequest, into sink: any ExportSink) -> any CellExporter {
        var request = request
        request.contents = .all
        let tables: [ExportTable] = [
            request.isWide ? .wide(request.experiment.measures) : .results, .curves, .predictions,
        ]
        return Exporter(
            tables: CSVExport().exporter(of: request, into: sink), sink: sink, schema: Self.schema(tables))
    }

    /// The types of all columns, in the order of the columns.
    private static func schema(_ tables: [ExportTable]) -> JSONValue {
        func columns(_ table: ExportTable) -> JSONValue {
            .array(
                table.columns.map { column in
                    [
                        "name": .string(column.name), "type": .string(column.type),
                        "nullable": .boolean(column.isNullable),
                    ]
                })
        }
        return [
            "version": 1, "null": "", "nan": "NaN", "infinity": ["Infinity", "-Infinity"],
            "line_end": "\r\n", "encoding": "utf-8",
            "tables": .object(
                Dictionary(
                    uniqueKeysWithValues: tables.map { table in
                        (table.name, ["file": .string("\(table.name).csv"), "columns": columns(table)])
                    })),
        ]
    }

    private struct Exporter: CellExporter {
        var tables: any CellExporter
        let sink: any ExportSink
        let schema: JSONValue

        mutating func begin() throws(BenchError) {
            try sink.put(schema.canonical + "\n", at: "schema.json")
            try tables.begin()
        }

        mutating func add(_ cell: CellRecord) throws(BenchError) { try tables.add(cell) }
        mutating func end() throws(BenchError) { try tables.end() }
    }
}
