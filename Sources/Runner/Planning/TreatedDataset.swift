import Datasets
import Primitives
import Records
import Synchronization

/// A dataset as a recipe says: loaded once; split, damaged and prepared once per seed.
///
/// Safe from any thread.
final class TreatedDataset: Sendable {
    /// A loaded dataset and what it was loaded by, shared by recipes that differ in the treatment only.
    struct Loaded: Sendable {
        let source: any DatasetSource
        let dataset: Dataset
    }

    let recipe: DatasetRecipe
    /// The dataset, undamaged.
    let dataset: Dataset
    /// Whether every epoch trains on rows of its own.
    let isOnline: Bool
    private let source: any DatasetSource
    private let scheme: any SplitScheme
    private let pipeline: PreprocessingPipeline
    private let cache: PreparedCache
    /// A damaged sample that was made for its sizes, and that is soon wanted for its rows.
    private let waiting = Mutex<(seed: Int, sample: Sample)?>(nil)

    /// Loads the dataset of a recipe.
    static func load(_ recipe: DatasetRecipe) throws(BenchError) -> Loaded {
        guard let type = DatasetCatalogue.source(recipe.use.id) else {
            throw BenchError(.usage, "this program has no dataset kind \"\(recipe.use.id)\"")
        }
        let source = type.init(arguments: recipe.use.arguments, baseDirectory: recipe.baseDirectory)
        do throws(BenchError) {
            return Loaded(source: source, dataset: try source.load())
        } catch {
            throw error.located(in: recipe.suitePath)
        }
    }

    /// The recipe's treatment of what was loaded; `cache` keeps what is prepared.
    init(_ recipe: DatasetRecipe, _ loaded: Loaded, cache: PreparedCache) throws(BenchError) {
        self.recipe = recipe
        self.cache = cache
        guard let type = SplitCatalogue.scheme(recipe.split.id) else {
            throw BenchError(.usage, "this program has no split scheme \"\(recipe.split.id)\"")
        }
        var dataset = loaded.dataset
        // Messages should say the name that the suite says.
        dataset.name = recipe.label
        self.dataset = dataset
        source = loaded.source
        isOnline = recipe.use.arguments.values["online"] == .boolean(true)
        do throws(BenchError) {
            for use in recipe.corruptions {
                guard let corruption = CorruptionCatalogue.corruption(use.id) else {
                    throw BenchError(.usage, "this program has no corruption \"\(use.id)\"")
                }
                guard try !corruption.init(arguments: use.arguments).countsClasses || !isOnline else {
                    throw BenchError(
                        .usage,
                        "dataset \"\(recipe.label)\": \(use.id) would leave another number of training rows in every "
                            + "draw of an online stream",
                        remedy: "leave out \(use.id), or online: true")
                }
            }
            scheme = try type.init(arguments: recipe.split.arguments)
            pipeline = try PreprocessingPipeline(recipe.preprocessing)
        } catch {
            throw error.located(in: recipe.suitePath)
        }
    }

    /// Whether it was read from a file.
    var isFile: Bool { Swift.type(of: source).declaration.family == "file" }

    /// Whether other seeds divide the rows otherwise.
    var resamples: Bool { scheme.resamples(dataset) }

    /// The rows as `seed` divides them, undamaged.
    func split(seed: Int) throws(BenchError) -> Split {
        do throws(BenchError) {
            return try scheme.split(dataset, seed: seed)
        } catch {
            throw error.located(in: recipe.suitePath)
        }
    }

    /// The dataset split and damaged by `seed`.
    func sample(seed: Int) throws(BenchError) -> Sample {
        var sample = Sample(dataset, try split(seed: seed))
        do throws(BenchError) {
            try CorruptionCatalogue.apply(recipe.corruptions, to: &sample, seed: seed)
        } catch {
            throw error.located(in: recipe.suitePath)
        }
        return sample
    }

    /// The dataset split, damaged and prepared by `seed`.
    func prepared(seed: Int) throws(BenchError) -> PreparedData {
        let key = PreparedCache.Key(owner: ObjectIdentifier(self), seed: seed)
        if let known = cache[key] { return known }
        let sample: Sample
        if let known = waitingSample(seed: seed) {
            sample = known
        } else {
            sample = try self.sample(seed: seed)
        }
        let data: PreparedData
        do throws(BenchError) {
            data = try prepare(sample, pipeline: pipeline, seed: seed, fresh: stream(seed: seed))
        } catch {
            throw error.located(in: recipe.suitePath)
        }
        cache.keep(data, key)
        return data
    }

    /// The sample that was made for its sizes, given away; nil where it was of another seed.
    private func waitingSample(seed: Int) -> Sample? {
        waiting.withLock { waiting in
            guard let found = waiting, found.seed == seed else { return nil }
            waiting = nil
            return found.sample
        }
    }

    /// The draws of an online dataset; nil for one of finite rows.
    private func stream(seed: Int) -> (@Sendable (Int) throws(BenchError) -> Sample)? {
        guard isOnline, let source = source as? any StreamingSource else { return nil }
        return { [self] draw throws(BenchError) in
            // Draws of their own for every seed: a million epochs lie between one seed and the next.
            let draw = (seed &* 1_000_003 &+ draw) & Int.max
            var fresh = try source.rows(draw: draw)
            fresh.name = recipe.label
            var sample = Sample(fresh, try split(seed: seed))
            try CorruptionCatalogue.apply(recipe.corruptions, to: &sample, seed: seed, draw: draw)
            return sample
        }
    }

    /// The training rows that every one of `seeds` leaves at least, where the first leaves `first` of them.
    func leastTrainingRows(seeds: [Int], first: Int) throws(BenchError) -> Int {
        // Splitting a large table for every seed takes long, and its parts hardly vary.
        guard dataset.rowCount * seeds.count <= 20_000_000 else { return first }
        let before = try split(seed: seeds[0]).train.count
        var least = before
        for seed in seeds.dropFirst() { least = min(least, try split(seed: seed).train.count) }
        return max(1, first - before + least)
    }

    /// What the store keeps of it; the sizes are those of `seed`.
    func record(seed: Int) throws(BenchError) -> DatasetRecord {
        let sample = try sample(seed: seed)
        waiting.withLock { $0 = (seed, sample) }
        var classes: Int?
        if case .classification(let names) = dataset.task { classes = names.count }
        return DatasetRecord(
            label: recipe.label, kind: recipe.use.id, contentHash: dataset.contentHash,
            arguments: recipe.use.arguments.complete, rows: dataset.rowCount,
            features: sample.dataset.columns.count, classes: classes, trainRows: sample.split.train.count,
            validationRows: sample.split.validation.count, testRows: sample.split.test.count,
            treatment: .init(
                corruptions: .array(recipe.corruptions.map(\.canonical)), split: recipe.split.canonical,
                preprocessing: .array(recipe.preprocessing.map(\.canonical)), resamples: resamples))
    }
}

/// Prepared splits, the latest ones kept.
///
/// Safe from any thread.
final class PreparedCache: Sendable {
    struct Key: Hashable {
        let owner: ObjectIdentifier
        let seed: Int
    }

    /// As many are kept as a few workers may ask for in turn, and as fit into this many floats.
    private static let (keptSplits, keptFloats) = (32, 1 << 28)
    /// Of small ones, more: the next method trains on the same seeds again.
    private static let (smallSplits, smallFloats) = (4096, 1 << 22)

    private struct Contents {
        /// The keys in the order of their coming; those before `first` are gone.
        var order: [Key] = []
        var first = 0
        var values: [Key: PreparedData] = [:]
        var floats = 0

        /// Whether the oldest has to go.
        var isFull: Bool {
            if values.count <= 1 { return false }
            if values.count <= PreparedCache.keptSplits { return floats > PreparedCache.keptFloats }
            return values.count > PreparedCache.smallSplits || floats > PreparedCache.smallFloats
        }
    }

    private let prepared = Mutex(Contents())

    subscript(key: Key) -> PreparedData? { prepared.withLock { $0.values[key] } }

    func keep(_ data: PreparedData, _ key: Key) {
        prepared.withLock { cache in
            if let earlier = cache.values.updateValue(data, forKey: key) {
                cache.floats -= earlier.floats
            } else {
                cache.order.append(key)
            }
            cache.floats += data.floats
            while cache.isFull {
                cache.floats -= cache.values.removeValue(forKey: cache.order[cache.first])?.floats ?? 0
                cache.first += 1
            }
            if cache.first > 1024, 2 * cache.first > cache.order.count {
                cache.order.removeFirst(cache.first)
                cache.first = 0
            }
        }
    }
}

extension PreparedData {
    /// How much memory it takes, in floats.
    fileprivate var floats: Int {
        [train, validation, test].reduce(0) { $0 + $1.inputs.count + $1.targets.count }
    }
}
