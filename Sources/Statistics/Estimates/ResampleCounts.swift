import Numerics
import Synchronization

/// How often each of n values is drawn in each of many resamples of size n with replacement.
///
/// Counts rather than indices: values in ascending order with their counts give every order statistic of a
/// resample in one pass. The draws of one (n, replicates, seed, name) are kept for the next caller, since a
/// report resamples hundreds of columns of equal length. That all of them see the same draws is wanted: what
/// is due to chance is the same for all.
struct ResampleCounts: Sendable {
    /// The number of values, and of draws in a resample.
    let size: Int
    let replicates: Int
    private let key: Key
    private let kept: [UInt16]?

    init(size: Int, replicates: Int, seed: Int, name: String) {
        precondition(size > 0 && replicates > 0, "a bootstrap draws at least once from at least one value")
        self.size = size
        self.replicates = replicates
        key = Key(size: size, replicates: replicates, seed: seed, name: name)
        kept = Self.kept(key)
    }

    /// Calls `body` with the counts of one resample after the other.
    func forEach(_ body: (_ replicate: Int, _ counts: UnsafePointer<UInt16>) -> Void) {
        if let kept {
            kept.withUnsafeBufferPointer { counts in
                guard let base = counts.baseAddress else { return }
                for replicate in 0..<replicates { body(replicate, base + replicate * size) }
            }
            return
        }
        var sampler = IndexSampler(seed: key.seed, name: key.name)
        var counts = [UInt16](repeating: 0, count: size)
        for replicate in 0..<replicates {
            counts.withUnsafeMutableBufferPointer { counts in
                counts.update(repeating: 0)
                sampler.count(draws: size, of: size, into: counts)
                if let base = counts.baseAddress { body(replicate, base) }
            }
        }
    }

    // MARK: - Kept draws

    private struct Key: Hashable {
        var size: Int
        var replicates: Int
        var seed: Int
        var name: String
    }

    /// The draws used last, the latest at the end: a pure function's values, so that nothing depends on what
    /// is kept.
    private static let store = Mutex<[(key: Key, counts: [UInt16])]>([])
    private static let mostKept = 32
    private static let largestKept = 2_000_000

    private static func kept(_ key: Key) -> [UInt16]? {
        guard key.size <= largestKept / key.replicates else { return nil }
        let found: [UInt16]? = store.withLock { store in
            guard let position = store.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = store.remove(at: position)
            store.append(entry)
            return entry.counts
        }
        if let found { return found }
        var counts = [UInt16](repeating: 0, count: key.size * key.replicates)
        var sampler = IndexSampler(seed: key.seed, name: key.name)
        counts.withUnsafeMutableBufferPointer { counts in
            for replicate in 0..<key.replicates {
                let first = replicate * key.size
                sampler.count(
                    draws: key.size, of: key.size,
                    into: UnsafeMutableBufferPointer(rebasing: counts[first..<(first + key.size)]))
            }
        }
        store.withLock { store in
            if store.count >= mostKept { store.removeFirst() }
            store.append((key, counts))
        }
        return counts
    }
}

/// Uniform indices, drawn one word of a random stream each.
struct IndexSampler {
    private var stream: RandomStream

    init(seed: Int, name: String) { stream = RandomStream(seed: seed, name: "statistics/\(name)") }

    /// Adds 1 to `draws` elements of `counts` at uniform indices below `bound`.
    ///
    /// Lemire's multiplication with rejection, as `RandomStream.integer(below:)`.
    mutating func count(draws: Int, of bound: Int, into counts: UnsafeMutableBufferPointer<UInt16>) {
        precondition(bound > 0 && bound <= Int(UInt32.max) && bound <= counts.count, "indices have a bound")
        let factor = UInt64(bound)
        let threshold = (0 &- UInt32(bound)) % UInt32(bound)
        var missing = draws
        while missing > 0 {
            let product = UInt64(stream.nextUInt32()) &* factor
            guard UInt32(truncatingIfNeeded: product) >= threshold else { continue }
            counts[Int(product >> 32)] &+= 1
            missing -= 1
        }
    }

    /// A uniform index below `bound`.
    mutating func index(below bound: Int) -> Int { stream.integer(below: bound) }
}
