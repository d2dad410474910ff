import ArgumentParser
import Gating
import Primitives
import Records
import Reporting
import Runner
import Suites
import Training

/// The command `bench baseline compare OLD NEW`.
struct BaselineCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show what replacing a baseline by another does to the bar, the worst first.",
        discussion: """
            OLD and NEW are names of baselines, or files that end in .json. With --revision OLD is as of that git \
            revision, and without NEW it is compared with what it is now: bench baseline compare main --revision \
            origin/main shows what a branch does to a baseline. Nothing is decided: the exit code is 0 however much worse \
            it is. For stores there is bench compare.
            """)

    @Argument(help: "The baseline before: its name, or a file that ends in .json.")
    var old: String

    @Argument(help: "The baseline after (default, with --revision: the same as it is now).")
    var new: String?

    @Option(help: ArgumentHelp("Take the old one's file as of this git revision.", valueName: "revision"))
    var revision: String?

    @OptionGroup var folder: BaselineFolder

    @Option(help: "The suite whose gate says what counts, and by how much it may get worse.")
    var suite: String?

    @Option(
        help: "What a row is about: configuration, method or suite (default: what the suite says, or method)."
    )
    var by: GateRules.Scope?

    @OptionGroup var output: ReportOutput

    func validate() throws {
        if new == nil, revision == nil {
            throw ValidationError("Name a second baseline, or say with --revision since when it changed.")
        }
        if let revision, revision.isEmpty || revision.hasPrefix("-") {
            throw ValidationError("\"\(revision)\" is no git revision.")
        }
    }

    /// The command that shows what became of a baseline since a commit.
    static func line(
        _ name: String, since revision: GitRevision, suite: Suite, folder: BaselineFolder
    ) -> String {
        ShellWord.line(
            ["bench", "baseline", "compare", name, "--revision", revision.short]
                + (suite.gate == nil ? [] : ["--suite", suite.path]) + folder.words)
    }

    func run() throws {
        let renderer = try output.renderer()
        for word in [old, new].compactMap(\.self) where StoreFileName.isOne(word) {
            throw BenchError(
                .usage, "\"\(word)\" is a store, and no baseline", remedy: "compare stores with bench compare"
            )
        }
        let before = BaselineAddress(name: old, folder: folder, revision: revision)
        let after = BaselineAddress(name: new ?? old, folder: folder)
        let files = try [before.file(), after.file()]
        let sides = try [before.baseline().measurements, after.baseline().measurements]
        let (rules, undirected) = try rules(sides)
        let comparison = BaselineComparison(
            old: sides[0], new: sides[1], rules: rules, hasMargins: suite != nil, undirected: undirected,
            explain: { StaleReason.text(from: $0, to: $1) })
        try output.write(
            comparison.report(old: before.title, new: after.title), with: renderer,
            protecting: files + [suite].compactMap(\.self))
    }

    /// The suite's rules, or without one those that count all that is kept; and the metrics that these leave
    /// out.
    private func rules(
        _ sides: [GateMeasurements]
    ) throws(BenchError) -> (rules: GateRules, undirected: [String]) {
        guard let suite else {
            let kept = GateRules.keeping(
                sides, scope: by ?? .method, declarations: MetricCatalogue.declarations)
            return (kept.rules, kept.unknown)
        }
        guard var rules = try Suite.load(path: suite, vocabulary: Catalogue.vocabulary).gate else {
            throw BenchError(
                .usage, "the suite has no section \"gate\"", at: .init(file: suite),
                remedy: "leave --suite out, or name the suite that is gated")
        }
        if let by { rules.scope = by }
        return (rules, [])
    }
}

extension GateRules.Scope: ExpressibleByArgument {}
