import Datasets
import Primitives
import Records
import Suites
import Synchronization

/// The datasets of a suite, loaded once, and their splits, damaged and prepared once per seed.
///
/// Safe from any thread.
public final class DataLibrary: Sendable {
    private struct Key: Hashable {
        let label: String
        let seed: Int
    }

    /// A dataset with everything that is done to it.
    private struct Entry {
        let dataset: Dataset
        let source: any DatasetSource
        let scheme: any SplitScheme
        let corruptions: [ComponentUse]
        let pipeline: PreprocessingPipeline
        let isOnline: Bool
        let isFile: Bool
    }

    private let entries: [String: Entry]
    /// The suite's path, for messages about splits.
    private let path: String
    private let prepared = Mutex<(order: [Key], values: [Key: PreparedData])>(([], [:]))
    /// As many prepared splits are kept as a few workers may ask for in turn, and as fit into this many floats.
    private static let (keptSplits, keptFloats) = (32, 1 << 28)

    /// Loads every dataset of the suite; throws the faults of all of them.
    init(_ suite: Suite) throws(BenchError) {
        path = suite.path
        var entries: [String: Entry] = [:]
        var loaded: [String: (source: any DatasetSource, dataset: Dataset)] = [:]
        var findings: [Diagnostic] = []
        var code = ExitCode.data
        for entry in suite.datasets {
            do throws(BenchError) {
                // Entries that only differ in what is done to the rows share them.
                let key = entry.use.id + entry.use.arguments.complete.canonical
                if loaded[key] == nil { loaded[key] = try Self.load(entry, suite) }
                entries[entry.label] = try Self.treat(entry, loaded[key]!, suite)
            } catch {
                findings += error.diagnostics
                code = error.exitCode
            }
        }
        if !findings.isEmpty { throw BenchError(code, findings) }
        self.entries = entries
    }

    private static func load(_ entry: Suite.Dataset, _ suite: Suite) throws(BenchError) -> (
        source: any DatasetSource, dataset: Dataset
    ) {
        guard let type = DatasetCatalogue.source(entry.use.id) else {
            throw BenchError(.usage, "this program has no dataset kind \"\(entry.use.id)\"")
        }
        let source = type.init(arguments: entry.use.arguments, baseDirectory: suite.baseDirectory)
        do throws(BenchError) {
            return (source, try source.load())
        } catch {
            throw error.located(in: suite.path)
        }
    }

    private static func treat(
        _ entry: Suite.Dataset, _ loaded: (source: any DatasetSource, dataset: Dataset), _ suite: Suite
    ) throws(BenchError) -> Entry {
        guard let type = SplitCatalogue.scheme(entry.split.id) else {
            throw BenchError(.usage, "this program has no split scheme \"\(entry.split.id)\"")
        }
        var dataset = loaded.dataset
        // Messages should say the name that the suite says.
        dataset.name = entry.label
        let isOnline = entry.use.arguments.values["online"] == .boolean(true)
        do throws(BenchError) {
            for use in entry.corruptions {
                guard let corruption = CorruptionCatalogue.corruption(use.id) else {
                    throw BenchError(.usage, "this program has no corruption \"\(use.id)\"")
                }
                guard try !corruption.init(arguments: use.arguments).countsClasses || !isOnline else {
                    throw BenchError(
                        .usage,
                        "dataset \"\(entry.label)\": \(use.id) would leave another number of training rows in every "
                            + "draw of an online stream",
                        remedy: "leave out \(use.id), or online: true")
                }
            }
            return Entry(
                dataset: dataset, source: loaded.source,
                scheme: try type.init(arguments: entry.split.arguments), corruptions: entry.corruptions,
                pipeline: try PreprocessingPipeline(entry.preprocessing),
                isOnline: isOnline,
                isFile: Swift.type(of: loaded.source).declaration.family == "file")
        } catch {
            throw error.located(in: suite.path)
        }
    }

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
        do throws(BenchError) {
            return try entries[label]!.scheme.split(dataset(label), seed: seed)
        } catch {
            throw error.located(in: path)
        }
    }

    /// The dataset split and damaged by `seed`.
    func sample(_ label: String, seed: Int) throws(BenchError) -> Sample {
        var sample = Sample(dataset(label), try split(label, seed: seed))
        do throws(BenchError) {
            try CorruptionCatalogue.apply(entries[label]!.corruptions, to: &sample, seed: seed)
        } catch {
            throw error.located(in: path)
        }
        return sample
    }

    /// The dataset split, damaged and prepared by `seed`.
    func prepared(_ label: String, seed: Int) throws(BenchError) -> PreparedData {
        let key = Key(label: label, seed: seed)
        if let known = prepared.withLock({ $0.values[key] }) { return known }
        let sample = try sample(label, seed: seed)
        let data: PreparedData
        do throws(BenchError) {
            data = try prepare(
                sample, pipeline: entries[label]!.pipeline, seed: seed, fresh: stream(label, seed: seed))
        } catch {
            throw error.located(in: path)
        }
        prepared.withLock { cache in
            if cache.values.updateValue(data, forKey: key) == nil { cache.order.append(key) }
            var floats = cache.values.values.reduce(0) { $0 + $1.floats }
            while cache.order.count > 1, cache.order.count > Self.keptSplits || floats > Self.keptFloats {
                floats -= cache.values.removeValue(forKey: cache.order.removeFirst())?.floats ?? 0
            }
        }
        return data
    }

    /// The draws of an online dataset; nil for one of finite rows.
    private func stream(_ label: String, seed: Int) -> (@Sendable (Int) throws(BenchError) -> Sample)? {
        guard let entry = entries[label], entry.isOnline,
            let source = entry.source as? any StreamingSource
        else { return nil }
        return { [self] draw throws(BenchError) in
            // Draws of their own for every seed: a million epochs lie between one seed and the next.
            let draw = (seed &* 1_000_003 &+ draw) & Int.max
            var fresh = try source.rows(draw: draw)
            fresh.name = label
            var sample = Sample(fresh, try split(label, seed: seed))
            try CorruptionCatalogue.apply(entry.corruptions, to: &sample, seed: seed, draw: draw)
            return sample
        }
    }

    /// The training rows that every one of `seeds` leaves at least, where the first leaves `first` of them.
    func leastTrainingRows(_ label: String, seeds: [Int], first: Int) throws(BenchError) -> Int {
        // Splitting a large table for every seed takes long, and its parts hardly vary.
        guard dataset(label).rowCount * seeds.count <= 20_000_000 else { return first }
        let before = try split(label, seed: seeds[0]).train.count
        var least = before
        for seed in seeds.dropFirst() { least = min(least, try split(label, seed: seed).train.count) }
        return max(1, first - before + least)
    }

    /// What the store keeps of a dataset; the sizes are those of the first of `seeds`.
    func record(_ dataset: Suite.Dataset, seeds: [Int]) throws(BenchError) -> DatasetRecord {
        let entry = entries[dataset.label]!
        let sample = try sample(dataset.label, seed: seeds[0])
        var classes: Int?
        if case .classification(let names) = entry.dataset.task { classes = names.count }
        return DatasetRecord(
            label: dataset.label, kind: dataset.use.id, contentHash: entry.dataset.contentHash,
            arguments: dataset.use.arguments.complete, rows: entry.dataset.rowCount,
            features: sample.dataset.columns.count, classes: classes, trainRows: sample.split.train.count,
            validationRows: sample.split.validation.count, testRows: sample.split.test.count,
            treatment: .init(
                corruptions: .array(dataset.corruptions.map(\.canonical)), split: dataset.split.canonical,
                preprocessing: .array(dataset.preprocessing.map(\.canonical)),
                resamples: entry.scheme.resamples(entry.dataset)))
    }
}

extension PreparedData {
    /// How much memory it takes, in floats.
    fileprivate var floats: Int {
        [train, validation, test].reduce(0) { $0 + $1.inputs.count + $1.targets.count }
    }
}
