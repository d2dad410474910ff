import ArgumentParser
import Datasets
import Primitives
import Runner

/// The command `bench data preview FILE|KIND`.
struct DataPreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show the first rows as they are read or generated.")

    @Argument(help: "A data file or a generator.")
    var name: String

    @Option(help: "How many rows.")
    var rows = 10

    @OptionGroup var options: DataOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        if !(0...1_000_000).contains(rows) { throw ValidationError("--rows must lie in 0 ... 1000000.") }
    }

    func run() throws {
        let selection = try options.selection(name)
        let dataset = try selection.load()
        for note in dataset.notes { Terminal.error(note.description + "\n") }
        let preview = DataPreview(dataset, rows: rows)
        try Terminal.output(json ? preview.json : preview.text(width: Terminal.outputWidth))
    }
}
