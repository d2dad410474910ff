import Datasets
import Primitives
import Records
import Suites
import Synchronization

/// The datasets of a suite, loaded once, and their splits, prepared once per seed.
///
/// Safe from any thread.
public final class DataLibrary: Sendable {
    private struct Key: Hashable {
        let label: String
        let seed: Int
    }

    private let datasets: [String: Dataset]
    private let scheme: any SplitScheme
    /// The suite's path, for messages about splits.
    private let path: String
    private let prepared = Mutex<(order: [Key], values: [Key: PreparedData])>(([], [:]))
    /// As many prepared splits are kept as a few workers may ask for in turn.
    private static let kept = 32

    /// Loads every dataset of the suite; throws the faults of all of them.
    init(_ suite: Suite) throws(BenchError) {
        guard let type = SplitCatalogue.scheme(suite.split.id) else {
            throw BenchError(.usage, "this program has no split scheme \"\(suite.split.id)\"")
        }
        path = suite.path
        do throws(BenchError) {
            scheme = try type.init(arguments: suite.split.arguments)
        } catch {
            throw error.located(in: suite.path)
        }
        var datasets: [String: Dataset] = [:]
        var findings: [Diagnostic] = []
        var code = ExitCode.data
        for entry in suite.datasets {
            guard let source = DatasetCatalogue.source(entry.use.id) else {
                throw BenchError(.usage, "this program has no dataset kind \"\(entry.use.id)\"")
            }
            do throws(BenchError) {
                var dataset = try source.init(
                    arguments: entry.use.arguments, baseDirectory: suite.baseDirectory
                ).load()
                // Messages should say the name that the suite says.
                dataset.name = entry.label
                datasets[entry.label] = dataset
            } catch {
                findings += error.diagnostics
                code = error.exitCode
            }
        }
        if !findings.isEmpty { throw BenchError(code, findings) }
        self.datasets = datasets
    }

    /// The content of each dataset, by label.
    var contentHashes: [String: Digest] { datasets.mapValues(\.contentHash) }

    /// The dataset labelled `label`.
    public func dataset(_ label: String) -> Dataset { datasets[label]! }

    /// What reading the datasets brought to light, in the order of their labels.
    public var notes: [(label: String, note: Diagnostic)] {
        datasets.keys.sorted().flatMap { label in datasets[label]!.notes.map { (label, $0) } }
    }

    /// The dataset split by `seed` and encoded.
    func prepared(_ label: String, seed: Int) throws(BenchError) -> PreparedData {
        let key = Key(label: label, seed: seed)
        if let known = prepared.withLock({ $0.values[key] }) { return known }
        let dataset = dataset(label)
        let data = try prepare(dataset, split: split(dataset, seed: seed))
        prepared.withLock { cache in
            if cache.values.updateValue(data, forKey: key) == nil { cache.order.append(key) }
            if cache.order.count > Self.kept { cache.values[cache.order.removeFirst()] = nil }
        }
        return data
    }

    /// The rows of each part under `seed`; throws where there are too few.
    func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split {
        do throws(BenchError) {
            return try scheme.split(dataset, seed: seed)
        } catch {
            throw error.located(in: path)
        }
    }

    /// What the store keeps of a dataset.
    ///
    /// The sizes of a split's parts are the same for every seed.
    func record(_ entry: Suite.Entry) throws(BenchError) -> DatasetRecord {
        let dataset = dataset(entry.label)
        let split = try split(dataset, seed: 0)
        var classes: Int?
        if case .classification(let names) = dataset.task { classes = names.count }
        return DatasetRecord(
            label: entry.label, kind: entry.use.id, contentHash: dataset.contentHash,
            arguments: entry.use.arguments.complete, rows: dataset.rowCount, features: dataset.columns.count,
            classes: classes, trainRows: split.train.count, validationRows: split.validation.count,
            testRows: split.test.count)
    }
}
