import ArgumentParser
import Primitives
import Runner

/// Which cells a command is about.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only these cells: dataset, model, method, seed or cell (first digits of its identity) and a value; "
                + "* and ? stand for letters, commas separate alternatives, seeds may be 0..4. Repeatable.",
            valueName: "key=value"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Not these cells; written as for --only. Repeatable.", valueName: "key=value"))
    var skip: [String] = []

    @Option(
        help: ArgumentHelp(
            "One of n equal parts of the suite's cells, the same whatever is stored.", valueName: "i/n"))
    var shard: String?

    /// Whether any of them was given.
    var isGiven: Bool { !only.isEmpty || !skip.isEmpty || shard != nil }

    /// The selection; throws `.usage` for a malformed one.
    func selection() throws(BenchError) -> CellSelection {
        try CellSelection(only: only, skip: skip, shard: shard)
    }
}
