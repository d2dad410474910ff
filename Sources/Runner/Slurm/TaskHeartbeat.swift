import Primitives

/// What a running task says of itself, in a file of its own that it replaces every few seconds.
public struct TaskHeartbeat: Sendable, Hashable {
    /// The shard, from 1.
    public var shard: Int
    /// Cells of it that are done.
    public var done: Int
    /// Those of them that failed.
    public var failed: Int
    /// Where it runs.
    public var node: String
    /// When this was written, in seconds since 1970 by that machine's clock.
    public var updatedAt: Double

    var json: JSONValue {
        [
            "shard": .integer(shard), "done": .integer(done), "failed": .integer(failed),
            "node": .string(node), "updated_at": .real(updatedAt),
        ]
    }

    init?(json: JSONValue) {
        guard let shard = json["shard"]?.integer, let done = json["done"]?.integer,
            let failed = json["failed"]?.integer, let node = json["node"]?.text,
            let updatedAt = json["updated_at"]?.number
        else { return nil }
        self.init(shard: shard, done: done, failed: failed, node: node, updatedAt: updatedAt)
    }

    init(shard: Int, done: Int, failed: Int, node: String, updatedAt: Double) {
        self.shard = shard
        self.done = done
        self.failed = failed
        self.node = node
        self.updatedAt = updatedAt
    }
}
