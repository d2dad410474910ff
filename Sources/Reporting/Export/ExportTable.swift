import Primitives
import Records

/// A table of an export: its columns with their types, and what stands in them.
///
/// The types are names of Apache Arrow's; a column has one type in every row.
struct ExportTable {
    /// A column.
    struct Column {
        var name: String
        var type: String
        var isNullable = false
    }

    /// The part of a file's name before `.csv`.
    var name: String
    var columns: [Column]

    /// The line of the columns' names.
    var header: String { Self.line(columns.map { $0.name }) }

    /// A line of RFC 4180; nil is an empty cell.
    static func line(_ cells: [String?]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { line += "," }
            if let cell { line += quoted(cell) }
        }
        return line + "\r\n"
    }

    /// Quotes what would not read back otherwise; an empty text is quoted, since an empty cell is a null.
    private static func quoted(_ text: String) -> String {
        let needsQuotes =
            text.isEmpty || text.utf8.first == 0x20 || text.utf8.last == 0x20
            || text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

extension ExportTable {
    private static let cellBefore: [Column] = [
        Column(name: "experiment_id", type: "int64"), Column(name: "experiment", type: "string"),
        Column(name: "created_at", type: "string"), Column(name: "position", type: "int64"),
        Column(name: "identity", type: "string"), Column(name: "dataset", type: "string"),
        Column(name: "model", type: "string"), Column(name: "method", type: "string"),
        Column(name: "seed", type: "int64"), Column(name: "status", type: "string", isNullable: true),
        Column(name: "cause", type: "string", isNullable: true),
    ]
    private static let cellAfter: [Column] = [
        Column(name: "cost_in_passes", type: "double"),
        Column(name: "wall_seconds", type: "double", isNullable: true),
        Column(name: "cpu_seconds", type: "double", isNullable: true),
        Column(name: "attempt_id", type: "int64", isNullable: true),
        Column(name: "dataset_sha256", type: "string"), Column(name: "numerics_version", type: "int64"),
    ]
    private static let measure: [Column] = [
        Column(name: "part", type: "string", isNullable: true),
        Column(name: "metric", type: "string", isNullable: true),
        Column(name: "value", type: "double", isNullable: true),
    ]

    /// One row per cell and metric; a cell without metrics has one row.
    static let results = ExportTable(name: "results", columns: cellBefore + measure + cellAfter)

    /// One row per cell, epoch and metric.
    static let curves = ExportTable(
        name: "curves",
        columns: [
            Column(name: "experiment_id", type: "int64"), Column(name: "position", type: "int64"),
            Column(name: "identity", type: "string"), Column(name: "dataset", type: "string"),
            Column(name: "model", type: "string"), Column(name: "method", type: "string"),
            Column(name: "seed", type: "int64"), Column(name: "status", type: "string"),
            Column(name: "epoch", type: "int64"), Column(name: "part", type: "string"),
            Column(name: "metric", type: "string"), Column(name: "value", type: "double"),
        ])

    /// One row per cell, part, row of the part and output of the model.
    static let predictions = ExportTable(
        name: "predictions",
        columns: [
            Column(name: "experiment_id", type: "int64"), Column(name: "position", type: "int64"),
            Column(name: "identity", type: "string"), Column(name: "part", type: "string"),
            Column(name: "row", type: "int64"), Column(name: "output", type: "int64"),
            Column(name: "value", type: "float"),
        ])

    /// One row per cell, with a column per metric.
    static func wide(_ measures: [ResultTable.Measure]) -> ExportTable {
        let digests = [
            Column(name: "peak_bytes", type: "int64", isNullable: true),
            Column(name: "attempts", type: "int64"),
            Column(name: "parameters_sha256", type: "string", isNullable: true),
            Column(name: "predictions_sha256", type: "string", isNullable: true),
        ]
        let metrics = measures.map { measure in
            Column(name: measure.key, type: "double", isNullable: true)
        }
        return ExportTable(name: "results", columns: cellBefore + cellAfter + digests + metrics)
    }
}
