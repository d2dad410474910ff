import Primitives

/// A format that an experiment's cells can be exported in.
///
/// A new format is a new file and a line in `ExportFormats.all`.
public protocol ExportFormat: Sendable {
    /// The format's name on the command line.
    var format: String { get }
    /// What it has of every cell where nothing is asked for.
    var usualContents: ExportContents { get }
    /// What it can have of every cell.
    var possibleContents: [ExportContents] { get }
    /// Whether it can have one row per cell, with a column per metric.
    var canBeWide: Bool { get }
    /// Whether it is a folder of files, rather than one.
    func isFolder(_ contents: ExportContents) -> Bool
    /// What turns cells into text.
    func exporter(of request: ExportRequest, into sink: any ExportSink) -> any CellExporter
}

/// The formats of `bench export`.
public enum ExportFormats {
    /// All of them; the first is the default.
    public static let all: [any ExportFormat] = [
        CSVExport(),
        JSONLinesExport(),
        ParquetReadyExport(),
        MLflowExport(),
    ]

    /// The format of that name; throws `.usage` when there is none.
    public static func named(_ name: String) throws(BenchError) -> any ExportFormat {
        try Suggestion.choice(name, of: "export format", in: all) { $0.format }
    }
}
