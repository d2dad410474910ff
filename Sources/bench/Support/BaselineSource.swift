import Foundation
import Gating
import Primitives
import Records
import Runner
import Store
import Suites

/// Where the baseline of a gate comes from: what `--baseline` says.
struct BaselineSource {
    /// A baseline's name, a file that ends in .json, or a store's file.
    let name: String
    /// Where named baselines are kept.
    let folder: BaselineFolder
    /// The git revision whose file is meant; nil for the file as it is.
    let revision: String?
    /// The store that the gate trains into.
    let storePath: String

    /// What messages call it.
    var title: String { revision.map { "\(name) at \($0)" } ?? name }

    private var isStore: Bool { StoreFileName.isOne(name) }

    private var address: BaselineAddress { .init(name: name, folder: folder, revision: revision) }

    /// The file that is read and must not be written to.
    var path: String { isStore || address.isFile ? name : "\(folder.path)/\(name).json" }

    /// The baseline of `suite`, and what is to be noticed of it; of a store's results only what `rules` gates
    /// is kept.
    ///
    /// Throws `.nothingCompared` where there is none.
    func baseline(
        of suite: Suite, rules: GateRules
    ) throws(BenchError) -> (baseline: Baseline, notices: [String]) {
        if isStore { return try stored(suite, rules) }
        return (try filed(suite), [])
    }

    private func filed(_ suite: Suite) throws(BenchError) -> Baseline {
        let save = ShellWord.line(
            ["bench", "baseline", "save", address.isFile ? "NAME" : name, suite.path] + folder.words)
        return try address.baseline(remedy: "save one: " + save)
    }

    /// What there is to say of how `baseline` differs from its file as of a git revision: the one before the
    /// change that is gated.
    ///
    /// Throws `.usage` where there is no such revision, or where the baseline is a store.
    func notices(
        of baseline: Baseline, since revision: String, _ rules: GateRules, suite: Suite
    ) throws(BenchError) -> [String] {
        guard !isStore else {
            throw BenchError(
                .usage, "--baseline-before is for baselines that are committed, and \"\(name)\" is a store",
                remedy: "name a baseline, or leave the revision out")
        }
        let file = try address.file()
        // A word such as HEAD^ means something else in the clone of whoever reads it.
        let before = try GitFile.resolved(revision, around: file)
        guard let text = try GitFile.textIfAny(file, at: before.commit) else {
            return ["The baseline “\(name)” is new: \(before.title) has no file \(file)."]
        }
        let old: Baseline
        do throws(BenchError) {
            old = try BaselineFile.parse(text, file: "\(revision):\(file)")
        } catch {
            let reason = error.diagnostics.map(\.message).joined(separator: "; ")
            return [
                "How this change alters the baseline “\(name)” cannot be said: that of \(before.title) cannot be read "
                    + "(\(reason))."
            ]
        }
        let comparison = BaselineComparison(
            old: old.measurements, new: baseline.measurements, rules: rules, hasMargins: suite.gate != nil,
            explain: { StaleReason.text(from: $0, to: $1) })
        // There is no command for two revisions: that of the working copy would show another change.
        let command =
            self.revision == nil
            ? BaselineCompareCommand.line(name, since: before, suite: suite, folder: folder) : nil
        return [comparison.notice(name: name, since: before.title, command: command)].compactMap(\.self)
    }

    private func stored(
        _ suite: Suite, _ rules: GateRules
    ) throws(BenchError) -> (baseline: Baseline, notices: [String]) {
        guard revision == nil else {
            throw BenchError(
                .usage, "--baseline-revision is for baselines that are committed, and \"\(name)\" is a store",
                remedy: "name a baseline, or leave the revision out")
        }
        // What is compared with itself is always the same.
        guard !OutputFile.isSame(name, storePath) else {
            throw BenchError(
                .usage, "the baseline \"\(name)\" is the store that the gate itself trains into",
                remedy: "give the gate another store with --db")
        }
        guard FileManager.default.fileExists(atPath: name) else {
            throw BenchError(
                .nothingCompared, "there is no store \"\(name)\"",
                remedy: "run the suite into it with the program to compare with: "
                    + ShellWord.line(["bench", "run", suite.path, "--db", name]))
        }
        let store = try Store(path: name, mode: .readOnly)
        defer { store.close() }
        guard let experiment = try store.latestExperiment(named: suite.name) else {
            throw BenchError(
                .nothingCompared, "the store \"\(name)\" has no experiment of the suite \"\(suite.name)\"",
                remedy: ShellWord.line(["bench", "run", suite.path, "--db", name]))
        }
        let program = try GateMeasuring.executable()
        do throws(BenchError) {
            let (results, own) = try store.results(experiment: experiment.id, preferringOthersTo: program)
            let measurements = try GateMeasurements(
                suite: suite.name, programVersion: experiment.environment.programVersion,
                numericsVersion: experiment.environment.numericsVersion, results: results,
                specifications: store.gateSpecifications(experiment: experiment.id),
                measures: rules.metrics.map(\.measure))
            return (Baseline(measurements: measurements), notices(measurements, own: own, rules))
        } catch {
            throw error.located(in: name)
        }
    }

    /// What a store cannot show; `own` of its cells were made by this very program.
    private func notices(_ measurements: GateMeasurements, own: Int, _ rules: GateRules) -> [String] {
        var notices: [String] = []
        if own > 0 {
            let cells = measurements.configurations.reduce(0) { $0 + $1.cells.count }
            notices.append(
                "\(own) of \(cells) cells of the baseline \(own == 1 ? "was" : "were") made by this very program, "
                    + "so \(own == 1 ? "it shows" : "they show") nothing.")
        }
        if !rules.costs.isEmpty {
            notices.append("A store keeps no costs: compare with a saved baseline.")
        }
        return notices
    }
}
