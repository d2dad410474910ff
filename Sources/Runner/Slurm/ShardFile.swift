import Primitives

/// The name of a store with cells of one shard, as a task publishes it: it says all that is to be known of it
/// without opening it.
///
/// `shard-3-of-8.complete.12.round1-restart0.node1.<uuid>.sqlite`: the number of cells, then the attempt and the
/// node, because one task can run on two nodes at once.
public struct ShardFile: Sendable, Hashable, Comparable {
    /// Which shard, from 1.
    public var shard: Int
    /// How many shards there are.
    public var count: Int
    /// Whether all of the shard's cells are in it.
    public var isComplete: Bool
    /// How many of them are.
    public var cells: Int
    /// The round of submission and how often Slurm had begun the task again.
    public var attempt: String
    /// The node that it ran on.
    public var node: String
    /// Makes the name unique.
    public var unique: String

    /// A shard's file.
    public init(
        shard: Int, count: Int, isComplete: Bool, cells: Int, attempt: String, node: String, unique: String
    ) {
        self.shard = shard
        self.count = count
        self.isComplete = isComplete
        self.cells = cells
        self.attempt = Self.word(attempt)
        self.node = Self.word(node)
        self.unique = Self.word(unique)
    }

    /// From a file's name; nil for any other file.
    public init?(name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 7, parts[6] == "sqlite", parts[1] == "complete" || parts[1] == "partial",
            let cells = Int(parts[2]), cells >= 0, parts[3...5].allSatisfy({ !$0.isEmpty })
        else { return nil }
        let head = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard head.count == 4, head[0] == "shard", head[2] == "of", let shard = Int(head[1]),
            let count = Int(head[3]), (1...max(count, 1)).contains(shard)
        else { return nil }
        self.init(
            shard: shard, count: count, isComplete: parts[1] == "complete", cells: cells,
            attempt: String(parts[3]), node: String(parts[4]), unique: String(parts[5]))
    }

    /// The file's name.
    public var name: String {
        "shard-\(shard)-of-\(count).\(isComplete ? "complete" : "partial").\(cells).\(attempt).\(node)."
            + "\(unique).sqlite"
    }

    /// The best of several files of one shard: a complete one, else the one with the most cells; of equals the
    /// first by name.
    public static func best(of files: [ShardFile]) -> ShardFile? { files.min() }

    /// Better files first.
    public static func < (a: ShardFile, b: ShardFile) -> Bool {
        if a.isComplete != b.isComplete { return a.isComplete }
        if a.cells != b.cells { return a.cells > b.cells }
        return a.name < b.name
    }

    /// Letters, digits, `-` and `_` of a text; others become `_`.
    static func word(_ text: String) -> String {
        let word = String(
            text.unicodeScalars.map { scalar -> Character in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "-", "_": Character(scalar)
                default: "_"
                }
            })
        return word.isEmpty ? "_" : word
    }
}
