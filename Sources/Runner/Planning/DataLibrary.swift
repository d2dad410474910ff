import Datasets
import Primitives
import Records
import Suites

/// The datasets of a suite, loaded once, and their splits, damaged and prepared once per seed.
///
/// Safe from any thread.
public final class DataLibrary: Sendable {
    private let entries: [String: TreatedDataset]

    /// Loads every dataset of the suite; throws the faults of all of them.
    init(_ suite: Suite) throws(BenchError) {
        let cache = PreparedCache()
        var entries: [String: TreatedDataset] = [:]
        var loaded: [String: TreatedDataset.Loaded] = [:]
        var findings: [Diagnostic] = []
        var code = ExitCode.data
        for entry in suite.datasets {
            let recipe = DatasetRecipe(entry, suite)
            do throws(BenchError) {
                // Entries that only differ in what is done to the rows share them.
                let key = recipe.use.id + recipe.use.arguments.complete.canonical
                if loaded[key] == nil { loaded[key] = try TreatedDataset.load(recipe) }
                entries[entry.label] = try TreatedDataset(recipe, loaded[key]!, cache: cache)
            } catch {
                findings += error.diagnostics
                code = error.exitCode
            }
        }
        if !findings.isEmpty { throw BenchError(code, findings) }
        self.entries = entries
    }

    /// The dataset labelled `label` with everything that is done to it.
    func treated(_ label: String) -> TreatedDataset { entries[label]! }

    /// Where the dataset labelled `label` comes from and what is done to it.
    public func recipe(_ label: String) -> DatasetRecipe { entries[label]!.recipe }

    /// The content of each dataset, by label.
    var contentHashes: [String: Digest] { entries.mapValues(\.dataset.contentHash) }

    /// The dataset labelled `label`.
    public func dataset(_ label: String) -> Dataset { entries[label]!.dataset }

    /// Whether the dataset labelled `label` was read from a file.
    public func isFile(_ label: String) -> Bool { entries[label]!.isFile }

    /// What reading the datasets brought to light, in the order of their labels.
    public var notes: [(label: String, note: Diagnostic)] {
        entries.keys.sorted().flatMap { label in dataset(label).notes.map { (label, $0) } }
    }

    /// The dataset labelled `label` as `seed` divides it, undamaged.
    public func split(_ label: String, seed: Int) throws(BenchError) -> Split {
        try entries[label]!.split(seed: seed)
    }

    /// The dataset split and damaged by `seed`.
    func sample(_ label: String, seed: Int) throws(BenchError) -> Sample {
        try entries[label]!.sample(seed: seed)
    }

    /// The dataset split, damaged and prepared by `seed`.
    func prepared(_ label: String, seed: Int) throws(BenchError) -> PreparedData {
        try entries[label]!.prepared(seed: seed)
    }

    /// The training rows that every one of `seeds` leaves at least, where the first leaves `first` of them.
    func leastTrainingRows(_ label: String, seeds: [Int], first: Int) throws(BenchError) -> Int {
        try entries[label]!.leastTrainingRows(seeds: seeds, first: first)
    }

    /// What the store keeps of a dataset; the sizes are those of the first of `seeds`.
    func record(_ dataset: Suite.Dataset, seeds: [Int]) throws(BenchError) -> DatasetRecord {
        try entries[dataset.label]!.record(seed: seeds[0])
    }
}
