import ArgumentParser
import Foundation
import Primitives
import Records
import Reporting
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

    @Option(
        help: ArgumentHelp("Say how many seeds it takes to show this difference.", valueName: "difference"))
    var difference: Double?

    @Option(
        help: ArgumentHelp(
            "The standard deviation of the paired differences (default: that of the suite's stored results).",
            valueName: "deviation"))
    var deviation: Double?

    func validate() throws {
        for (name, value) in [("--difference", difference), ("--deviation", deviation)] {
            if let value, !(value > 0 && value.isFinite) { throw ValidationError("\(name) must be above 0.") }
        }
        if deviation != nil, difference == nil {
            throw ValidationError("--deviation goes with --difference.")
        }
        if difference != nil, resolved || explain {
            throw ValidationError("--difference goes with neither --resolved nor --explain.")
        }
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
        let advice = try advice(on: plan)
        try Terminal.output(
            json
                ? document.json(adding: ["design": advice.json])
                : document.text(listingCells: cells, adding: advice.text))
    }

    /// What the design can show; the spread comes from the latest results of the suite, if there are any.
    private func advice(on plan: SuitePlan) throws -> DesignAdvice {
        let suite = plan.suite
        let design = PlannedDesign(plan.cells, datasets: plan.datasets, baseline: suite.baseline) { dataset in
            suite.primaryMetrics[dataset.classes == nil ? .regression : .classification]
        }
        var pilot: DesignPilot?
        if difference != nil, deviation == nil, FileManager.default.fileExists(atPath: store.path) {
            let database = try Store(path: store.path, mode: .readOnly)
            if let stored = try database.latestExperiment(named: suite.name) {
                pilot = DesignPilot(
                    try database.reportInput(of: stored), source: "experiment \(stored.id) of \(store.path)")
            }
        }
        return DesignAdvice(design, .init(difference: difference, deviation: deviation), pilot: pilot)
    }
}
