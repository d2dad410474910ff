import ArgumentParser
import Foundation
import Gating
import Primitives
import Records
import Runner
import Store
import Suites

/// The command `bench gate SUITE --baseline NAME`.
struct GateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Say whether a suite's metrics got worse than a baseline: what CI runs.",
        discussion: """
            Trains what this very program has not trained yet, and compares it with the baseline seed by seed. The \
            suite's section "gate" says which metrics may get how much worse. The last line is the verdict. Exit codes: \
            0 pass or improved, 1 regressed, 3 inconclusive, 4 incomparable or nothing measured.

            With --self-test nothing is compared with a baseline: the suite, and changes of it for the worse, are \
            trained on a pool of seeds, and many gates are decided on seeds drawn from it. It says how often the gate \
            cries wolf and how often it catches, and ends with exit code 1 where it may not be called a gate.
            """)

    enum Inconclusive: String, ExpressibleByArgument, CaseIterable { case pass, fail }

    @Argument(help: "The suite, a YAML file.")
    var suite: String

    @Option(
        help: ArgumentHelp(
            "The baseline's name, a file that ends in .json, or another store (.sqlite, .db).",
            valueName: "name"))
    var baseline: String?

    @OptionGroup var folder: BaselineFolder

    @Option(
        help: ArgumentHelp(
            "Take the baseline's file as of this git revision, such as origin/main.", valueName: "revision"))
    var baselineRevision: String?

    @Option(
        help: ArgumentHelp(
            "Say what the change since this git revision, such as origin/main, does to the baseline itself.",
            valueName: "revision"))
    var baselineBefore: String?

    @OptionGroup var store: StoreOptions

    @Option(help: "Whether a gate that cannot decide passes (default: what the suite says, or fail).")
    var inconclusive: Inconclusive?

    @Flag(help: "Add seeds that the baseline has, only where something is undecided, until nothing is.")
    var untilDecided = false

    @Flag(help: "Compare changed configurations and numerics versions all the same; never changed data.")
    var compareChanged = false

    @Option(
        help: "How much worse the primary metric may get, in its unit: for a suite without a section gate.")
    var margin: Double?

    @Option(help: "Train so many seeds (default: the suite's own).")
    var seeds: Int?

    @Flag(help: "Train again the cells that diverged too (other failures are tried again anyway).")
    var retryFailed = false

    @OptionGroup var selfTest: GateSelfTestFlags

    @OptionGroup var dispatch: DispatchFlags

    @OptionGroup var progress: ProgressOptions

    @OptionGroup var outputs: GateOutputFlags

    func validate() throws {
        if selfTest.isChosen {
            if baseline != nil || baselineRevision != nil || baselineBefore != nil || untilDecided
                || compareChanged || outputs.allRows
            {
                throw ValidationError("--self-test compares with no baseline: give it none of its options.")
            }
            if !outputs.out.isEmpty || outputs.github {
                throw ValidationError("--self-test writes to standard output alone: choose a --format.")
            }
        } else if baseline == nil {
            throw ValidationError("name a baseline: --baseline NAME, or test the gate itself: --self-test.")
        }
        if let margin, !(margin > 0 && margin.isFinite) {
            throw ValidationError("--margin must be a positive number.")
        }
        if let seeds, !(1...10_000).contains(seeds) {
            throw ValidationError("--seeds must lie in 1 ... 10000.")
        }
        for revision in [baselineRevision, baselineBefore].compactMap(\.self)
        where revision.isEmpty || revision.hasPrefix("-") {
            throw ValidationError("\"\(revision)\" is no git revision.")
        }
    }

    func run() throws {
        if selfTest.isChosen { return try testItself() }
        let source = BaselineSource(
            name: baseline ?? "", folder: folder, revision: baselineRevision, storePath: store.path)
        let delivery = try outputs.delivery(protecting: [store.path, suite, source.path])
        let run = GateRun(
            suitePath: suite, source: source, before: baselineBefore, storePath: store.path, margin: margin,
            seeds: seeds,
            inconclusivePasses: inconclusive.map { $0 == .pass }, isSequential: untilDecided,
            comparesChanged: compareChanged, retriesFailed: retryFailed, dispatch: dispatch,
            progress: progress)
        let context = GateOutputContext(
            suitePath: suite, command: command, listsAll: outputs.allRows, saveCommand: saveCommand(source),
            limitsSeeds: seeds != nil)
        try delivery.prepare()
        let decision: GateDecision
        switch try run.result() {
        case .decided(let made): decision = made
        case .nothing(let made, let error):
            // Whoever reads only the files must not take their absence for a pass.
            try delivery.write(made, context)
            throw error
        }
        try delivery.write(decision, context)
        if decision.exitCode != .success { throw ArgumentParser.ExitCode(decision.exitCode.rawValue) }
    }

    private func testItself() throws {
        try GateSelfTesting(
            suitePath: suite, margin: margin, seeds: seeds,
            inconclusivePasses: inconclusive.map { $0 == .pass }, flags: selfTest, dispatch: dispatch,
            progress: progress, format: outputs.json ? "json" : outputs.format ?? "text"
        ).run()
    }

    /// The command that saves the baseline again, where it has a name and is that of the working copy.
    private func saveCommand(_ source: BaselineSource) -> String? {
        guard baselineRevision == nil, source.path != source.name else { return nil }
        var words = ["bench", "baseline", "save", source.name, suite] + folder.words
        if store.path != StoreOptions.standard { words += ["--db", store.path] }
        return ShellWord.line(words)
    }

    /// The command that decides the same again.
    private var command: String {
        var words = ["bench", "gate", suite, "--baseline", baseline ?? ""]
        if let baselineRevision { words += ["--baseline-revision", baselineRevision] }
        if let baselineBefore { words += ["--baseline-before", baselineBefore] }
        words += folder.words
        if store.path != StoreOptions.standard { words += ["--db", store.path] }
        if let inconclusive { words += ["--inconclusive", inconclusive.rawValue] }
        if untilDecided { words.append("--until-decided") }
        if compareChanged { words.append("--compare-changed") }
        if let margin { words += ["--margin", JSONValue.canonicalNumber(margin)] }
        if let seeds { words += ["--seeds", String(seeds)] }
        return ShellWord.line(words)
    }
}
