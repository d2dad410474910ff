import ArgumentParser
import Foundation
import Primitives
import Records
import Reporting
import Runner
import Store

/// The command `bench compare A B`.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract:
            "Compare two runs of a suite cell by cell: what is the same, what is better, what is worse.",
        discussion: """
            A and B are stores, experiments of the store of --db (by name or number), or commits of the program \
            that recorded them. Cells are matched by dataset, model, method and seed. Exit code 4 where nothing could \
            be compared.
            """)

    @Argument(help: "The first side: a store's file, an experiment's name or number, or a commit.")
    var first: String

    @Argument(help: "The second side, which is said to be better or worse.")
    var second: String

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("Compare the latest experiments of this suite.", valueName: "name"))
    var experiment: String?

    @Option(help: "The metric on the test part (default: the suite's primary metric).")
    var metric: String?

    @Option(help: "Test equality to within ± this difference, in the unit of the metric.")
    var margin: Double?

    @Flag(help: "Leave out methods of which every matched cell has the same bits.")
    var onlyChanged = false

    @Option(help: "The format: \(ReportFormats.all.map(\.format).joined(separator: ", ")).")
    var format = "markdown"

    @Flag(help: "Short for --format json.")
    var json = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    func validate() throws {
        if let margin, !(margin > 0 && margin.isFinite) {
            throw ValidationError("--margin must be a positive number.")
        }
        if json, format != "markdown" { throw ValidationError("Give one of --format and --json.") }
    }

    func run() throws {
        let renderer = try ReportFormats.renderer(json ? "json" : format)
        let (a, b) = try ComparisonSide.pair(first, second, suite: experiment, storePath: store.path)
        let comparison = try ComparisonBuilder(
            ComparedExperiment(
                name: a.name, store: a.store.path, input: try a.store.reportInput(of: a.experiment)),
            ComparedExperiment(
                name: b.name, store: b.store.path, input: try b.store.reportInput(of: b.experiment)),
            ComparisonOptions(metric: metric, margin: margin, showsOnlyChanged: onlyChanged))
        var reasons: [ChangedConfiguration: String] = [:]
        for change in comparison.changedConfigurations {
            reasons[change] = try ConfigurationChange.text(
                from: change.first, in: a.store, to: change.second, in: b.store)
        }
        let text = renderer.render(comparison.report(reasons: reasons))
        try OutputFile(path: output ?? "-").write(text, protecting: [a.store.path, b.store.path])
        if comparison.comparedPairs == 0 {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.nothingCompared.rawValue)
        }
    }
}
