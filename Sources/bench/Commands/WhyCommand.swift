import ArgumentParser
import Primitives
import Runner
import Store

/// The command `bench why CELL`.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Show everything that led to a cell's numbers.",
        discussion: """
            Specification, seed and streams, data, environments, every attempt, exact values, digests, and the \
            commands that make the cell again.
            """)

    @Argument(
        help: "The beginning of a cell's identity, or dataset/model/method/seed of the latest experiment.")
    var cell: String

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let database = try Store(path: store.path, mode: .readOnly)
        let document = try WhyDocument(CellAddress(cell).identity(in: database), in: database)
        try Terminal.output(json ? document.json : document.text)
    }
}
