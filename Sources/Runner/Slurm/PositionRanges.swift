import Primitives

/// Ascending whole numbers as text in ranges: `0-4,7,9-12`.
public struct PositionRanges: Sendable, Hashable {
    /// The numbers, ascending.
    public let positions: [Int]

    /// Numbers that ascend already.
    public init(_ positions: [Int]) { self.positions = positions }

    /// Reads the text; nil where it is anything else or does not ascend.
    public init?(_ text: String) {
        var positions: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: !text.contains(",")) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
                first <= last, last - first < 1 << 32, first > positions.last ?? -1
            else { return nil }
            positions += first...last
        }
        self.positions = positions
    }

    /// The text; empty for no numbers.
    public var text: String {
        var parts: [String] = []
        var first = 0
        while first < positions.count {
            var last = first
            while last + 1 < positions.count, positions[last + 1] == positions[last] + 1 { last += 1 }
            parts.append(
                first == last ? "\(positions[first])" : "\(positions[first])-\(positions[last])")
            first = last + 1
        }
        return parts.joined(separator: ",")
    }

    /// Those of shard `index` (from 1) of `count`: every `count`-th of them, so that each shard has its share of
    /// what is slow.
    public func shard(_ index: Int, of count: Int) -> [Int] {
        stride(from: index - 1, to: positions.count, by: count).map { positions[$0] }
    }

    /// How many cells shard `index` (from 1) of `count` has.
    public func size(ofShard index: Int, of count: Int) -> Int {
        (positions.count - index + count) / count
    }
}
