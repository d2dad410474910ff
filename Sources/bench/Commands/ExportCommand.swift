import ArgumentParser
import Numerics
import Primitives
import Records
import Reporting
import Store

/// The command `bench export [EXPERIMENT]`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a stored experiment in a format that other tools read.",
        discussion: """
            Without a name, the latest experiment of the store is exported. csv and jsonl are one file, or standard \
            output; parquet-csv, mlflow and csv with --what all are a new folder, named by --output. --canonical \
            writes what depends on the cells' specifications and nothing else, byte for byte the same wherever and \
            however they were run.
            """)

    @Argument(help: "The name of a suite that was run, or the number of an experiment.")
    var experiment: String?

    @OptionGroup var store: StoreOptions

    @Option(help: "The format: \(ExportFormats.all.map(\.format).joined(separator: ", ")).")
    var format: String?

    @Option(help: "What of every cell: results, curves, predictions or all.")
    var what: Contents?

    @Flag(help: "One row per cell, with a column per metric (csv, parquet-csv).")
    var wide = false

    @Flag(help: "The byte-stable form; a SHA-256 of it goes to standard error.")
    var canonical = false

    @Flag(help: "With --canonical: all cells of the store.")
    var allCells = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to a file instead of standard output, or to a new folder.", valueName: "path"))
    var output: String?

    enum Contents: String, ExpressibleByArgument, CaseIterable {
        case results, curves, predictions, all
        var exported: ExportContents { ExportContents(rawValue: rawValue)! }
    }

    func validate() throws {
        if canonical, format != nil || what != nil || wide {
            throw ValidationError("--canonical has a form of its own: give no --format, --what or --wide.")
        }
        if allCells, !canonical { throw ValidationError("--all-cells belongs to --canonical.") }
        if allCells, experiment != nil {
            throw ValidationError("Give an experiment or --all-cells, not both.")
        }
    }

    func run() throws {
        let database = try Store(path: store.path, mode: .readOnly)
        try canonical ? writeCanonical(database) : write(database)
        database.close()
    }

    private func writeCanonical(_ database: Store) throws {
        let number = allCells ? nil : try database.choose(experiment).id
        let digest = try database.readCells(experiment: number) { cells throws(BenchError) in
            let (count, versions) = (try cells.count(), try cells.numericsVersions())
            return try stream { sink throws(BenchError) in
                var export = CanonicalExport(cells: count, numericsVersions: versions, into: sink)
                try export.begin()
                try cells.forEach(order: .identity, parts: [.metrics, .curves]) { cell throws(BenchError) in
                    try export.add(cell)
                }
                export.end()
                return export.digest
            }
        }
        Terminal.error("sha256 \(digest)\n")
    }

    private func write(_ database: Store) throws {
        let form = try ExportFormats.named(format ?? ExportFormats.all[0].format)
        let contents = what?.exported ?? form.usualContents
        guard form.possibleContents.contains(contents) else {
            let possible = form.possibleContents.map(\.rawValue).joined(separator: ", ")
            throw BenchError(
                .usage, "the format \(form.format) has no --what \(contents.rawValue)",
                remedy: "it has: \(possible)")
        }
        if wide, !form.canBeWide {
            throw BenchError(.usage, "the format \(form.format) has no --wide", remedy: "leave it out")
        }
        let chosen = try database.choose(experiment)
        try database.readCells(experiment: chosen.id) { cells throws(BenchError) in
            let exported = ExportedExperiment(
                id: chosen.id, createdAt: chosen.createdAt, record: chosen.record,
                measures: wide ? try cells.measures() : [], environments: try cells.environments())
            let request = ExportRequest(experiment: exported, contents: contents, isWide: wide)
            guard form.isFolder(contents) else {
                return try stream { sink throws(BenchError) in try export(cells, form, request, into: sink) }
            }
            guard let output, output != "-" else {
                throw BenchError(
                    .usage, "this export is a folder", remedy: "name a new one with --output")
            }
            let folder = try ExportFolder(path: output)
            try export(cells, form, request, into: folder)
            try folder.finish()
        }
    }

    private func export(
        _ cells: CellReader, _ form: any ExportFormat, _ request: ExportRequest, into sink: any ExportSink
    ) throws(BenchError) {
        var exporter = form.exporter(of: request, into: sink)
        try exporter.begin()
        var parts: CellReader.Parts = []
        if request.contents.includes(.results) { parts.insert(.metrics) }
        if request.contents.includes(.curves) { parts.insert(.curves) }
        if request.contents.includes(.predictions) { parts.insert(.predictions) }
        try cells.forEach(order: .position, parts: parts) { cell throws(BenchError) in try exporter.add(cell)
        }
        try exporter.end()
    }

    private func stream<Value>(
        _ body: (ExportStream) throws(BenchError) -> Value
    ) throws(BenchError) -> Value {
        let file = OutputFile(path: output ?? "-")
        try file.refuse([store.path])
        var result: Value?
        try file.write { write throws(BenchError) in
            try withoutActuallyEscaping(write) { write throws(BenchError) in
                let sink = ExportStream(write)
                result = try body(sink)
                try sink.flush()
            }
        }
        return result!
    }
}
