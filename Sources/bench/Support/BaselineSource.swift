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

    private var isStore: Bool { [".sqlite", ".sqlite3", ".db"].contains { name.hasSuffix($0) } }

    /// The file that is read and must not be written to.
    var path: String {
        isStore || name.hasSuffix(".json") ? name : "\(folder.path)/\(name).json"
    }

    /// The baseline of `suite`, and what is to be noticed of it; of a store's results only what `rules` gates is
    /// kept.
    ///
    /// Throws `.nothingCompared` where there is none.
    func baseline(
        of suite: Suite, rules: GateRules
    ) throws(BenchError) -> (baseline: Baseline, notices: [String]) {
        if isStore { return try stored(suite, rules) }
        return (try filed(suite), [])
    }

    private func filed(_ suite: Suite) throws(BenchError) -> Baseline {
        let isFile = name.hasSuffix(".json")
        let save = ShellWord.line(
            ["bench", "baseline", "save", isFile ? "NAME" : name, suite.path]
                + (folder.path == BaselineFolder.standard ? [] : ["--folder", folder.path]))
        if let revision {
            let file = isFile ? name : try folder.file(name)
            let text = try GitFile.text(file, at: revision)
            return try BaselineFile.parse(text, file: "\(revision):\(file)")
        }
        guard isFile else { return try folder.baseline(name, remedy: "save one: " + save) }
        guard FileManager.default.fileExists(atPath: name) else {
            throw BenchError(.nothingCompared, "there is no file \"\(name)\"", remedy: "save one: " + save)
        }
        return try BaselineFolder.read(name)
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
