import ArgumentParser
import Foundation
import Primitives
import Records
import Runner
import Store
import Suites

/// The command `bench plan SUITE`.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a run would do: cells, what is stored already, what it costs.",
        discussion: "Nothing is trained and nothing is written.")

    @Argument(help: "The suite, a YAML file.")
    var suite: String

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print the suite with all defaults filled in, as canonical JSON.")
    var resolved = false

    @Flag(help: "List every cell.")
    var cells = false

    @Flag(help: "Print the compiled training steps: instructions, shapes, bytes, floating-point operations.")
    var explain = false

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        if resolved {
            let suite = try Suite.load(path: suite, vocabulary: Catalogue.vocabulary)
            try Terminal.output(suite.resolved.canonical + "\n")
            return
        }
        let plan = try SuitePlan(path: suite)
        if explain {
            try Terminal.output(PlanExplanation(plan).text)
            return
        }
        let document = try PlanDocument(plan, storePath: store.path)
        try Terminal.output(json ? document.json : document.text(listingCells: cells))
    }
}
