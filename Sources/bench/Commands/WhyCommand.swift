import ArgumentParser
import Primitives
import Reporting
import Runner
import Store

/// The command `bench why CELL`.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Show everything that led to a cell's numbers, or to a number of a report.",
        discussion: """
            Of a trained cell: specification, seed and streams, data, environments, every attempt, exact values, \
            digests, and the commands that make it again. Of a cell of a report's table, table:row:column: the \
            formula, a statement for SQLite that fetches the values, the trained cells behind it, and the command that \
            verifies them; the report is that of `bench report` with the same options.
            """)

    @Argument(
        help: """
            The beginning of a cell's identity, dataset/model/method/seed of the experiment, or the address \
            table:row:column of a cell of its report.
            """)
    var cell: String

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The experiment whose cell or report is meant (default: the latest).", valueName: "name or number"
        ))
    var experiment: String?

    @OptionGroup(title: "Analysis of the report") var flags: ReportFlags

    func run() throws {
        let database = try Store(path: store.path, mode: .readOnly)
        if CellTrace.isAddress(cell) {
            let input = try database.reportInput(of: database.choose(experiment), flags.options)
            let trace = try CellTrace(cell, in: ReportBuilder(flags.options).report(input), of: input)
            let verification = trace.verification(storePath: store.path).map(ShellWord.line)
            return try Terminal.output(
                json ? trace.json(verification: verification) : trace.text(verification: verification))
        }
        let chosen = try experiment.map { name throws(BenchError) in try database.choose(name) }
        let document = try WhyDocument(
            CellAddress(cell).identity(in: database, experiment: chosen), in: database, experiment: chosen)
        try Terminal.output(json ? document.json : document.text)
    }
}
