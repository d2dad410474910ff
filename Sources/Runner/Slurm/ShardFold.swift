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
    /// Done twice it changes nothing. Nil where a shard that was taken for complete turns out to be damaged: its file
    /// is set aside, so that it counts as lost, and nothing has ended. Throws `.storeBusy` where the store cannot be written, `.data` where it is
    /// not the one that the run was submitted for.
    func fold(_ state: SlurmOutcome.State, missing: [Int], patience: Double) throws(BenchError)
        -> SlurmOutcome?
    {
        do throws(BenchError) {
            return try foldOnce(state, missing: missing, patience: patience)
        } catch {
            // Another process may have done so, and taken the shards away, under our hands.
            if let outcome = folder.outcome() { return outcome }
            throw error
        }
    }

    private func foldOnce(
        _ state: SlurmOutcome.State, missing: [Int], patience: Double
    ) throws(BenchError) -> SlurmOutcome? {
        guard let store = try open(patience: patience) else { return folder.outcome() }
        defer { store.close() }
        let experiment = try store.experiment(manifest.experiment)
        guard let experiment, experiment.createdAt == manifest.experimentCreatedAt else {
            throw BenchError(
                .data, "\"\(manifest.storePath)\" is not the store that the run was submitted for",
                remedy: "fold it in where that store is: `bench run` with it, or `bench merge`")
        }
        let merged = try merge(into: store, usesMerged: state == .complete)
        if state == .complete, !merged.lost.isEmpty { return folder.outcome() }
        let outcome = SlurmOutcome(
            state: state, missingShards: Set(missing + merged.lost).sorted(),
            endedAt: Date().timeIntervalSince1970, conflicts: merged.conflicts)
        // Before the store is free: who gets it next must know that nothing is left to be done.
        try DurableFile.write(outcome.json.canonical + "\n", to: folder.outcomeFile)
        store.close()
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
        let merged = try merge(into: store, usesMerged: false)
        store.close()
        guard merged.lost.isEmpty else {
            throw BenchError(
                .data, "shards \(PositionRanges(merged.lost).text) in \"\(folder.shards)\" are damaged",
                remedy: "run the same command again: it submits them again")
        }
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

    /// Merges the files into `store`; returns what is in conflict, and the shards of which a complete file is damaged
    /// and no other is.
    private func merge(into store: Store, usesMerged: Bool) throws(BenchError) -> (
        conflicts: [String], lost: [Int]
    ) {
        let scratch = try scratchFolder()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let copy = scratch + "/source.sqlite"
        var conflicts: [String] = []
        if usesMerged, FileManager.default.fileExists(atPath: folder.mergedFile) {
            if let found = try take(folder.mergedFile, by: copy, into: store) { return (found, []) }
            unlink(folder.mergedFile)
        }
        var lost: [Int] = []
        let files = Dictionary(grouping: folder.shardFiles(), by: \.shard)
        for (shard, files) in files.sorted(by: { $0.key < $1.key }) {
            var taken: ShardFile?
            for file in files.sorted() where taken == nil {
                if let found = try take(folder.path(of: file), by: copy, into: store) {
                    conflicts += found
                    taken = file
                } else if folder.outcome() == nil {
                    try folder.setAside(file)
                }
            }
            if files.contains(where: \.isComplete), taken?.isComplete != true { lost.append(shard) }
        }
        return (conflicts, lost)
    }

    /// Merges the file at `path`, by way of a copy, into `store`; nil where it is damaged or not there.
    private func take(_ path: String, by copy: String, into store: Store) throws(BenchError) -> [String]? {
        unlink(copy)
        guard access(path, R_OK) == 0 else {
            say("\(path) cannot be read: \(String(cString: strerror(errno)))")
            return nil
        }
        do throws(BenchError) {
            try DurableFile.copy(path, to: copy)
        } catch {
            throw BenchError(error.exitCode, "\"\(path)\" cannot be copied: \(error)")
        }
        let source: Store
        do throws(BenchError) {
            source = try Store(path: copy, mode: .readOnly)
            let problems = try source.integrityProblems()
            guard problems.isEmpty else {
                source.close()
                say("\(path) is damaged: \(problems[0])")
                return nil
            }
        } catch {
            say("\(path) is damaged: \(error)")
            return nil
        }
        defer { source.close() }
        do throws(BenchError) {
            return try store.merge(from: source).conflicts.map {
                "\($0.label): \($0.differences.joined(separator: ", "))"
            }
        } catch {
            throw error.located(in: path)
        }
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
