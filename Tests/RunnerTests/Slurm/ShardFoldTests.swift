import Foundation
import Numerics
import Primitives
import Records
import Store
import Testing

@testable import Runner

@Suite("Folding shards into the store")
struct ShardFoldTests {
    private let root: URL
    private let folder: SlurmRunFolder
    private let manifest: SlurmManifest
    private var storePath: String { root.path + "/s.sqlite" }

    /// A run of one shard of a store that has its experiment.
    init() throws {
        root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let plan = try SuitePlan(
            text: """
                version: 1
                name: fold
                seeds: 1
                datasets: [{id: moons, kind: two-moons, n: 100}]
                models: [{id: mlp, kind: mlp, hidden: [4]}]
                methods: [baseline]
                training: {epochs: 1}
                """, path: "fold.yaml")
        let store = try Store(path: root.path + "/s.sqlite", mode: .readWriteCreate)
        let experiment = try store.record(
            experiment: plan.experiment,
            environment: EnvironmentProbe.environment(instructionSet: .best), datasets: plan.datasets,
            cells: plan.cells, costs: plan.costs)
        var manifest = SlurmManifest.example(cells: 1, shards: 1)
        manifest.storePath = root.path + "/s.sqlite"
        manifest.experiment = experiment
        manifest.experimentCreatedAt = try store.experiment(experiment)?.createdAt ?? ""
        store.close()
        self.manifest = manifest
        folder = SlurmRunFolder(path: root.path + "/s.sqlite.slurm/run")
        try folder.create(manifest)
    }

    private func cleanUp() { try? FileManager.default.removeItem(at: root) }

    private func file(_ cells: Int, complete: Bool, _ unique: String) -> ShardFile {
        ShardFile(
            shard: 1, count: 1, isComplete: complete, cells: cells, attempt: "a", node: "n", unique: unique)
    }

    private func publish(_ unique: String, damaged: Bool) throws {
        let path = folder.path(of: file(1, complete: true, unique))
        if damaged {
            try DurableFile.write("no store", to: path)
        } else {
            try Store.copy(storePath, to: root.path + "/copy")
            try DurableFile.copy(root.path + "/copy", to: path)
            unlink(root.path + "/copy")
        }
    }

    private func fold() -> [String] {
        var said: [String] = []
        SlurmRuns.foldWhatIsComplete(storePath: storePath) { said.append($0) }
        return said
    }

    @Test("of a shard whose best file is damaged the next one is taken")
    func nextFile() throws {
        defer { cleanUp() }
        try publish("a", damaged: true)
        try publish("b", damaged: false)
        let said = fold()
        #expect(said.contains { $0.contains(file(1, complete: true, "a").name) }, "\(said)")
        #expect(folder.outcome()?.state == .complete)
        // Again it is nothing.
        #expect(fold().isEmpty)
    }

    @Test("a shard without another file is lost: its file is set aside, is named, and the run has not ended")
    func setAside() throws {
        defer { cleanUp() }
        try publish("a", damaged: true)
        let said = fold()
        #expect(said.first?.contains(file(1, complete: true, "a").name) == true, "\(said)")
        #expect(folder.outcome() == nil && folder.shardFiles().isEmpty)
        #expect(folder.ledger(manifest, queue: []).shards[0].state == .lost)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.shards)
                == [file(1, complete: true, "a").name + ".damaged"])
    }

    @Test("runs of another store at the same path are told of and left alone")
    func otherStore() throws {
        defer { cleanUp() }
        try publish("a", damaged: false)
        for suffix in ["", "-wal", "-shm"] { unlink(storePath + suffix) }
        try Store(path: storePath, mode: .readWriteCreate).close()
        #expect(fold().first?.contains("another store") == true)
        #expect(folder.outcome() == nil)
        unlink(storePath)
        #expect(fold().first?.contains("another store") == true)
    }

    @Test("a fold that fails after another one has ended the run has its outcome")
    func race() throws {
        defer { cleanUp() }
        try publish("a", damaged: false)
        var other = manifest
        other.experimentCreatedAt = "another"
        let fold = ShardFold(folder: folder, manifest: other, say: { _ in })
        #expect(throws: BenchError.self) { _ = try fold.fold(.complete, missing: [], patience: 0) }
        let outcome = try ShardFold(folder: folder, manifest: manifest, say: { _ in }).fold(
            .complete, missing: [], patience: 0)
        #expect(outcome?.state == .complete)
        #expect(try fold.fold(.complete, missing: [], patience: 0) == outcome)
    }

    @Test("a shard that was seen cancelled stays so when Slurm has forgotten its job")
    func cancelled() throws {
        defer { cleanUp() }
        let round = SubmissionRound(
            number: 1, shards: [1], cellsBefore: [0], claimant: "h 1", claimedAt: 1, array: "7")
        #expect(try folder.claim(round))
        let entry = SlurmQueueEntry(job: "7", task: 1, id: "7", state: "CANCELLED", reason: "", nodes: "")
        #expect(folder.ledger(manifest, queue: [entry]).shards[0].state == .cancelled)
        #expect(folder.ledger(manifest, queue: []).shards[0].state == .cancelled)
        #expect(folder.rounds() == [round])
        // A later submission that is lost is lost.
        var second = round
        second.number = 2
        #expect(try folder.claim(second))
        #expect(folder.ledger(manifest, queue: []).shards[0].state == .lost)
    }

    @Test("what a killed task left behind is removed, what one in use has is not")
    func scratch() throws {
        defer { cleanUp() }
        let variables = ["TMPDIR": root.path]
        let stale = root.path + "/bench-0f8e-1-dead"
        try FileManager.default.createDirectory(atPath: stale, withIntermediateDirectories: true)
        try DurableFile.write("", to: stale + "/lock")
        let first = try TaskScratch(run: "0f8e", shard: 1, variables: variables)
        let second = try TaskScratch(run: "0f8e", shard: 1, variables: variables)
        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
        #expect(!exists(stale) && exists(first.path) && exists(second.path))
        first.remove()
        second.remove()
        #expect(!exists(first.path) && !exists(second.path))
    }
}
