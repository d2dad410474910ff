import Foundation
import Primitives
import Records
import Store

/// Puts what a task has into the run's folder, whole or not at all.
struct ShardPublisher {
    let folder: SlurmRunFolder
    let manifest: SlurmManifest
    let shard: Int
    /// The round of submission and the restart.
    let attempt: String
    /// The node.
    let node: String
    /// Of this task alone.
    let unique: String
    /// A folder on the node's own disk.
    let scratch: String

    /// The file with so many cells.
    private func file(isComplete: Bool, cells: Int) -> ShardFile {
        ShardFile(
            shard: shard, count: manifest.shards, isComplete: isComplete, cells: cells, attempt: attempt,
            node: node, unique: unique)
    }

    /// Publishes the store at `path`, in which so many cells of the shard are done, and takes away what this task
    /// published of it before.
    func publish(_ path: String, cells: Int) throws(BenchError) {
        let file = file(isComplete: cells >= manifest.size(ofShard: shard), cells: cells)
        let copy = "\(scratch)/publish.sqlite"
        unlink(copy)
        defer { unlink(copy) }
        try Store.copy(path, to: copy)
        try DurableFile.copy(copy, to: folder.path(of: file))
        for earlier in folder.shardFiles()
        where earlier.shard == shard && earlier.unique == file.unique && earlier != file {
            unlink(folder.path(of: earlier))
        }
    }

    private var heartbeatFile: String { "\(folder.tasks)/shard-\(shard).\(node).\(unique).json" }

    /// Says how far the task is; that it cannot be said is no reason to fail.
    func beat(done: Int, failed: Int) {
        let heartbeat = TaskHeartbeat(
            shard: shard, done: done, failed: failed, node: node, updatedAt: Date().timeIntervalSince1970)
        try? DurableFile.write(heartbeat.json.canonical + "\n", to: heartbeatFile)
    }

    /// The task says no more.
    func silence() { unlink(heartbeatFile) }
}
