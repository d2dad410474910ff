import Foundation
import Primitives
import Store

/// Brings the published shards of a run into its store.
struct ShardFold {
    let folder: SlurmRunFolder
    let manifest: SlurmManifest
    /// Says something to people.
    let say: (String) -> Void

    /// Folds the best file of each shard into the store and writes down how the run ended; asks for `patience`
    /// seconds where another process writes the store.
    ///
    /// Done twice it changes nothing. Throws `.storeBusy` where the store cannot be written, `.data` where it is
    /// not the one that the run was submitted for.
    func fold(_ state: SlurmOutcome.State, missing: [Int], patience: Double) throws(BenchError)
        -> SlurmOutcome
    {
        guard let store = try open(patience: patience) else { return folder.outcome()! }
        defer { store.close() }
        let experiment = try store.experiment(manifest.experiment)
        guard let experiment, experiment.createdAt == manifest.experimentCreatedAt else {
            throw BenchError(
                .data, "\"\(manifest.storePath)\" is not the store that the run was submitted for",
                remedy: "fold it in where that store is: `bench run` with it, or `bench merge`")
        }
        let conflicts = try merge(into: store, usesMerged: state == .complete)
        store.close()
        let outcome = SlurmOutcome(
            state: state, missingShards: missing, endedAt: Date().timeIntervalSince1970,
            conflicts: conflicts)
        try DurableFile.write(outcome.json.canonical + "\n", to: folder.outcomeFile)
        // What they hold is in the store. The names stay: whoever looks just now must not think that they are lost.
        for file in folder.shardFiles() { try? DurableFile.write("", to: folder.path(of: file)) }
        unlink(folder.mergedFile)
        return outcome
    }

    /// Puts all shards into one file of the run's folder, for whoever can write the store.
    func leaveMerged() throws(BenchError) {
        let scratch = try scratchFolder()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let store = try Store(path: scratch + "/merged.sqlite", mode: .readWriteCreate)
        _ = try merge(into: store, usesMerged: false)
        store.close()
        try Store.copy(scratch + "/merged.sqlite", to: scratch + "/copy.sqlite")
        try DurableFile.copy(scratch + "/copy.sqlite", to: folder.mergedFile)
    }

    /// The store; nil where another process has folded the run in meanwhile.
    private func open(patience: Double) throws(BenchError) -> Store? {
        var waited = 0.0
        while true {
            if folder.outcome() != nil { return nil }
            do throws(BenchError) {
                let store = try Store(path: manifest.storePath, mode: .readWriteExisting)
                if folder.outcome() == nil { return store }
                store.close()
                return nil
            } catch {
                guard error.exitCode == .storeBusy, waited < patience else { throw error }
                Thread.sleep(forTimeInterval: 0.5)
                waited += 0.5
            }
        }
    }

    /// Merges the files into `store`; returns what is in conflict.
    private func merge(into store: Store, usesMerged: Bool) throws(BenchError) -> [String] {
        let scratch = try scratchFolder()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let copy = scratch + "/source.sqlite"
        var conflicts: [String] = []
        for path in sources(usesMerged: usesMerged) {
            unlink(copy)
            try DurableFile.copy(path, to: copy)
            let source = try Store(path: copy, mode: .readOnly)
            let summary = try store.merge(from: source)
            source.close()
            conflicts += summary.conflicts.map {
                "\($0.label): \($0.differences.joined(separator: ", "))"
            }
        }
        return conflicts
    }

    /// The best file of each shard, in order.
    private func sources(usesMerged: Bool) -> [String] {
        if usesMerged, FileManager.default.fileExists(atPath: folder.mergedFile) {
            return [folder.mergedFile]
        }
        let files = Dictionary(grouping: folder.shardFiles(), by: \.shard)
        return files.keys.sorted().compactMap { ShardFile.best(of: files[$0]!) }.map(folder.path(of:))
    }

    private func scratchFolder() throws(BenchError) -> String {
        let path = FileManager.default.temporaryDirectory.path + "/bench-fold-\(UUID().uuidString)"
        guard mkdir(path, 0o700) == 0 else {
            throw BenchError(
                .storeBusy, "the temporary folder \"\(path)\" cannot be made",
                remedy: "set TMPDIR to a folder that exists")
        }
        return path
    }
}
