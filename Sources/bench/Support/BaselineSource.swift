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

    /// The baseline of `suite`; of a store's results only `measures` are kept.
    ///
    /// Throws `.nothingCompared` where there is none.
    func baseline(
        of suite: Suite, measures: [ResultTable.Measure]
    ) throws(BenchError) -> Baseline {
        if isStore { return try stored(suite, measures) }
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
        _ suite: Suite, _ measures: [ResultTable.Measure]
    ) throws(BenchError) -> Baseline {
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
        do throws(BenchError) {
            return Baseline(
                measurements: try GateMeasurements(
                    suite: suite.name, programVersion: experiment.environment.programVersion,
                    numericsVersion: experiment.environment.numericsVersion,
                    results: store.results(experiment: experiment.id),
                    specifications: store.gateSpecifications(experiment: experiment.id),
                    measures: measures))
        } catch {
            throw error.located(in: name)
        }
    }
}
