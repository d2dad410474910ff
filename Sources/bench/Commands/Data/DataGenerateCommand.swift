import ArgumentParser
import Datasets
import Primitives
import Runner

/// The command `bench data generate KIND`.
struct DataGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write the data of a generator to a CSV file.",
        discussion: "The file reads back as the same values; the entry of a suite that does so is printed.")

    @Argument(help: "The generator; see bench data list.")
    var kind: String

    @Option(
        help: ArgumentHelp(
            "A parameter of the generator, as in a suite: --set n=500.", valueName: "key=value"))
    var set: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"))
    var output: String

    @Flag(help: "Replace the file if there is one.")
    var force = false

    @Flag(help: "Print the entry as JSON.")
    var json = false

    func run() throws {
        let generators = DataSelection.generators
        guard generators.contains(kind) else {
            throw BenchError(
                .usage, "there is no generator \"\(kind)\"" + Suggestion.hint(for: kind, among: generators),
                remedy: "known: " + generators.joined(separator: ", "))
        }
        let selection = try DataSelection(kind, settings: set)
        let file = OutputFile(path: output)
        try file.checkReplaceable(force: force)
        let dataset = try selection.load()
        let document = CSVDocument(dataset)
        try file.write { write throws(BenchError) in try document.write(write) }
        if output == "-" { return }
        let entry = document.entry(path: output, id: dataset.name)
        let answer: JSONValue = [
            "file": .string(output), "rows": .integer(dataset.rowCount), "entry": .string(entry),
        ]
        try Terminal.output(
            json
                ? answer.canonical + "\n"
                : "wrote \(dataset.rowCount) rows to \(output); in a suite (paths are relative to its folder):\n"
                    + "  - \(entry)\n")
    }
}
