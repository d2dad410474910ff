import Foundation
import Numerics
import Primitives
import Records
import Store

/// One task of a run on a cluster: trains the cells of a shard and publishes them.
public struct ShardTask {
    private let folder: SlurmRunFolder
    private let shard: Int
    private let attempt: String
    private let node: String
    private let say: (String) -> Void

    /// The task of that shard, from 1; `variables` are those of the process.
    public init(
        folder path: String, shard: Int, round: Int,
        variables: [String: String] = ProcessInfo.processInfo.environment, say: @escaping (String) -> Void
    ) {
        folder = SlurmRunFolder(path: path)
        self.shard = shard
        self.say = say
        attempt = "round\(round)-restart\(variables["SLURM_RESTART_COUNT"] ?? "0")"
        node = ShardFile.word(variables["SLURMD_NODENAME"] ?? ProcessInfo.processInfo.hostName)
    }

    /// Trains what no earlier task of this shard has published; returns how many cells remain.
    ///
    /// When `interruption` asks, cells in flight are given up and what is done is published: Slurm leaves little
    /// time.
    public func run(instructionSet: InstructionSet, interruption: Interruption) throws(BenchError) -> Int {
        let manifest = try folder.manifest()
        guard (1...manifest.shards).contains(shard) else {
            throw BenchError(.usage, "there is no shard \(shard), only 1 ... \(manifest.shards)")
        }
        if folder.outcome() != nil {
            say("the run has ended already")
            return 0
        }
        let earlier = ShardFile.best(of: folder.shardFiles().filter { $0.shard == shard })
        if let earlier, earlier.isComplete {
            say("shard \(shard) is published already: \(earlier.name)")
            return 0
        }
        let plan = try manifest.plan()
        let scratch = try TaskScratch(run: manifest.run, shard: shard)
        defer { scratch.remove() }
        let publisher = ShardPublisher(
            folder: folder, manifest: manifest, shard: shard, attempt: attempt, node: node,
            unique: UUID().uuidString.lowercased(), scratch: scratch.path)
        defer { publisher.silence() }
        let positions = manifest.positions.shard(shard, of: manifest.shards)
        let path = scratch.path + "/shard.sqlite"
        let store = try Store(path: path, mode: .readWriteCreate)
        if let earlier { try take(earlier, into: store, scratch: scratch.path) }
        let before = try Self.done(positions, of: plan, in: store)
        say(
            "shard \(shard) of \(manifest.shards) on \(node): \(positions.count) cells, \(before) done before"
        )
        let observer = ShardObserver(
            publisher, store: path, done: before, checkpointSeconds: manifest.settings.checkpointSeconds,
            say: say)
        try ShardTraining(manifest: manifest, plan: plan, instructionSet: instructionSet).run(
            positions, into: store, interruption: interruption, observer: observer)
        let done = try Self.done(positions, of: plan, in: store)
        store.close()
        if done > 0 { try publisher.publish(path, cells: done) }
        say("shard \(shard): \(done) of \(positions.count) cells published")
        return positions.count - done
    }

    /// What an earlier task published is not trained again.
    private func take(_ file: ShardFile, into store: Store, scratch: String) throws(BenchError) {
        let copy = scratch + "/earlier.sqlite"
        do throws(BenchError) {
            try DurableFile.copy(folder.path(of: file), to: copy)
            _ = try store.merge(from: Store(path: copy, mode: .readOnly))
        } catch {
            say("\(file.name) cannot be used, so its cells are trained again: \(error)")
        }
        unlink(copy)
    }

    private static func done(_ positions: [Int], of plan: SuitePlan, in store: Store) throws(BenchError)
        -> Int
    {
        try store.storedStatuses(of: positions.map { plan.cells.identities[$0] }).count
    }
}

extension SlurmManifest {
    /// The suite as it was submitted; throws `.data` where its data or the program have changed since.
    func plan() throws(BenchError) -> SuitePlan {
        guard FileManager.default.changeCurrentDirectoryPath(workingFolder) else {
            throw BenchError(
                .data, "the folder \"\(workingFolder)\" of the run is not there on this machine",
                remedy: "submit from a folder that every node has")
        }
        let plan = try SuitePlan(text: suiteText, path: suitePath)
        let digest = Self.digest(of: plan.cells, hash: .accelerated())
        guard digest == planDigest else {
            throw BenchError(
                .data, "the cells of \"\(suitePath)\" are not those that the run was submitted for",
                remedy: "its data, or the program, have changed since: submit it again")
        }
        return plan
    }
}
