import Primitives

/// One of several equal parts of the cells.
public struct CellShard: Sendable, Hashable, CustomStringConvertible {
    /// The most parts.
    static let most = 100_000

    /// Which part, from 1.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// From `i/n`; throws `.usage` for anything else.
    public init(_ text: String) throws(BenchError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1], (1...Self.most).contains(count),
            (1...count).contains(index)
        else {
            throw BenchError(
                .usage, "\"\(text)\" is no shard",
                remedy: "write i/n with 1 ≤ i ≤ n ≤ \(Self.most): 1/4 is the first of four")
        }
        self.index = index
        self.count = count
    }

    /// `i/n`.
    public var description: String { "\(index)/\(count)" }

    /// Whether the distinct cell with that number in the suite's order belongs to the part.
    ///
    /// Cells are dealt out in rounds, and each round begins one part later than the last: seeds or methods whose
    /// number divides that of the parts do not all come to one part.
    func holds(_ number: Int) -> Bool { (number + number / count) % count == index - 1 }
}
