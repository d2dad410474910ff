import ArgumentParser
import Datasets
import Primitives
import Reporting
import Runner

/// The command `bench data describe NAME|FILE`.
struct DataDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Describe a generator and what is known of its data, or a file column by column.")

    @Argument(help: "A generator, a file format or a data file.")
    var name: String

    @OptionGroup var options: DataOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        // A format by itself has parameters but no rows.
        if options.isEmpty, let format = Catalogue.fileFormat(name) {
            let description = ComponentDescription(format, kind: "dataset kind")
            try Terminal.output(json ? description.json + "\n" : description.text)
            return
        }
        let selection = try options.selection(name)
        let dataset = try selection.load()
        guard selection.path == nil else {
            let summary = DatasetSummary(dataset)
            try Terminal.output(json ? summary.json : summary.text)
            return
        }
        let description = ComponentDescription(selection.kind, kind: "dataset kind")
        guard !json else {
            let document: JSONValue = [
                "declaration": description.document, "truth": TruthText.document(dataset.truth),
                "arguments": selection.use.arguments.complete,
            ]
            try Terminal.output(document.canonical + "\n")
            return
        }
        let summary = DatasetSummary(dataset)
        let truth = TruthText.text(dataset.truth) ?? "nothing in closed form\n"
        try Terminal.output(
            description.text + "\ntruth\(options.isEmpty ? " with the defaults" : ""):\n"
                + truth.split(separator: "\n").map { "  \($0)\n" }.joined() + "\n" + summary.text)
    }
}
