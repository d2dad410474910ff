import Primitives
import Records

/// A random sample of cells that depends on a seed and on what the cells are, on nothing else.
public enum CellSample {
    /// A cell to choose from.
    public struct Candidate: Sendable, Hashable {
        /// Its identity.
        public var identity: CellIdentity
        /// Which cells differ from it in the seed alone, by number.
        public var configuration: Int

        /// A cell to choose from.
        public init(identity: CellIdentity, configuration: Int) {
            self.identity = identity
            self.configuration = configuration
        }
    }

    /// The places in `candidates` of `count` of them, or of all where there are fewer, in their order.
    ///
    /// Every cell has a draw, the SHA-256 of the seed and its identity. Configurations give a cell each, that with
    /// the lowest draw, before any gives a second one, and so on; where the last round cannot ask all of them, the
    /// lowest draws count. So a larger sample of the same seed contains the smaller one.
    public static func choose(
        _ count: Int, of candidates: [Candidate], seed: Int, empty: SHA256 = SHA256()
    ) -> [Int] {
        guard count < candidates.count else { return Array(candidates.indices) }
        let draws = candidates.map { candidate in
            var hasher = empty
            hasher.update(Array("sample \(seed) ".utf8) + candidate.identity.digest.bytes)
            return hasher.finalized()
        }
        let byDraw = candidates.indices.sorted { draws[$0] < draws[$1] }
        var taken: [Int: Int] = [:]
        let rounds = byDraw.map { place in
            let round = taken[candidates[place].configuration, default: 0]
            taken[candidates[place].configuration] = round + 1
            return (round: round, place: place)
        }
        let ordered = rounds.sorted { a, b in
            a.round == b.round ? draws[a.place] < draws[b.place] : a.round < b.round
        }
        return ordered.prefix(max(0, count)).map(\.place).sorted()
    }
}
