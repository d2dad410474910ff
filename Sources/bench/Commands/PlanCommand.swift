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

    @OptionGroup(title: "Selection") var cellOptions: SelectionOptions

    @Flag(help: "Print the suite with all defaults filled in, as canonical JSON.")
    var resolved = false

    @Flag(help: "List every cell.")
    var cells = false

    @Flag(help: "Print the compiled training steps: instructions, shapes, bytes, floating-point operations.")
    var explain = false

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        if resolved && explain {
            throw ValidationError("--resolved and --explain cannot be used together")
        }
        if resolved && cellOptions.isGiven {
            throw ValidationError("--resolved prints the whole suite: leave out --only, --skip and --shard")
        }
        // --resolved is JSON by itself.
        if cells, explain || resolved {
            throw ValidationError(
                "\(resolved ? "--resolved" : "--explain") and --cells cannot be used together")
        }
    }

    func run() throws {
        if resolved {
            let suite = try Suite.load(path: suite, vocabulary: Catalogue.vocabulary)
            try Terminal.output(suite.resolved.canonical + "\n")
            return
        }
        let selection = try cellOptions.selection()
        let plan = try SuitePlan(path: suite)
        if explain {
            let explanation = try PlanExplanation(plan, selection: selection)
            try Terminal.output(json ? explanation.json : explanation.text)
            return
        }
        let document = try PlanDocument(
            plan, storePath: store.path, selection: selection, countingAttempts: json)
        try Terminal.output(json ? document.json : document.text(listingCells: cells))
    }
}
