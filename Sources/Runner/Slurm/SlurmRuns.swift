import Foundation
import Primitives
import Store

/// The runs on a cluster that belong to a store.
public enum SlurmRuns {
    /// The folder beside a store that has a folder, or a link to one, for each of its runs.
    public static func folder(ofStore path: String) -> String { absolute(path) + ".slurm" }

    /// A path as every process sees it.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// The runs of the store at `path`, oldest first; folders of nothing are left out.
    public static func all(ofStore path: String) -> [(folder: SlurmRunFolder, manifest: SlurmManifest)] {
        let root = folder(ofStore: path)
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
        return names.compactMap { name in
            let folder = SlurmRunFolder(
                path: URL(fileURLWithPath: "\(root)/\(name)").resolvingSymlinksInPath().path)
            return (try? folder.manifest()).map { (folder, $0) }
        }.sorted { ($0.1.createdAt, $0.1.run) < ($1.1.createdAt, $1.1.run) }
    }

    /// Those that have not ended.
    static func unfinished(ofStore path: String) -> [(folder: SlurmRunFolder, manifest: SlurmManifest)] {
        all(ofStore: path).filter { $0.folder.outcome() == nil }
    }

    /// Where the runs of a store stand that have not ended, as `bench status` shows it.
    public static func status(
        storePath: String, commands: SlurmCommands = .system
    ) -> [SlurmRunStatus] {
        unfinished(ofStore: storePath).map { folder, manifest in
            SlurmRunStatus(
                folder: folder, manifest: manifest,
                ledger: folder.ledger(manifest, queue: commands.queue(jobName: manifest.jobName)))
        }
    }

    /// Folds into the store what is complete and could not be folded where it was merged; says what it did.
    ///
    /// For every command that is about to write the store; costs nothing where there are no runs.
    /// A run that cannot be folded is told of and left where it is.
    public static func foldWhatIsComplete(storePath: String, say: (String) -> Void) {
        for (folder, manifest) in unfinished(ofStore: storePath) {
            let name = "the run \(manifest.run.prefix(8)) of the cluster"
            guard belongs(manifest, toStore: storePath) else {
                say("\(name) is of another store: ignored; once nobody needs it, delete \(folder.path)")
                continue
            }
            let ledger = folder.ledger(manifest, queue: nil)
            guard ledger.decision() == .fold else { continue }
            do throws(BenchError) {
                let outcome = try withoutActuallyEscaping(say) { say throws(BenchError) in
                    try ShardFold(folder: folder, manifest: manifest, say: say).fold(
                        .complete, missing: [], patience: 0)
                }
                say(
                    outcome == nil
                        ? "\(name) has lost a shard; `bench run --executor slurm` submits it again"
                        : "folded in \(name): \(ledger.cells) cells")
            } catch {
                say("warning: \(name) could not be folded in: \(error)")
            }
        }
    }

    /// Whether the store at `path` has the experiment of a run; true where it cannot be asked just now.
    static func belongs(_ manifest: SlurmManifest, toStore path: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        do throws(BenchError) {
            let store = try Store(path: path, mode: .readOnly)
            defer { store.close() }
            return try store.experiment(manifest.experiment)?.createdAt == manifest.experimentCreatedAt
        } catch {
            return error.exitCode == .storeBusy
        }
    }
}

/// Where a run on a cluster stands.
public struct SlurmRunStatus: Sendable {
    /// Its folder.
    public var folder: SlurmRunFolder
    /// What is to be done.
    public var manifest: SlurmManifest
    /// Where each shard stands.
    public var ledger: ShardLedger

    /// A few lines for people.
    public var text: String {
        var lines = ["slurm run \(manifest.run.prefix(8)) of \(manifest.suitePath): \(ledger.line)"]
        lines += Self.hints(manifest)
        lines.append("logs: \(folder.logs)")
        return lines.joined(separator: "\n") + "\n"
    }

    /// How to follow and how to stop a run.
    static func hints(_ manifest: SlurmManifest) -> [String] {
        let suite = URL(
            fileURLWithPath: manifest.suitePath,
            relativeTo: URL(fileURLWithPath: manifest.workingFolder + "/")
        ).standardizedFileURL.path
        let words = [suite, "--executor", "slurm", "--db", manifest.storePath].map(ShellWord.quoted)
        return [
            "follow: bench run \(words.joined(separator: " "))",
            "stop: scancel --name=\(manifest.jobName)",
        ]
    }

    /// The state of a store with that of its runs on a cluster, where it has any, under `slurm`.
    public static func joined(_ status: JSONValue, _ runs: [SlurmRunStatus]) -> JSONValue {
        guard !runs.isEmpty, case .object(var members) = status else { return status }
        members["slurm"] = .array(runs.map(\.json))
        return .object(members)
    }

    /// The same for machines.
    public var json: JSONValue {
        [
            "run": .string(manifest.run), "suite": .string(manifest.suitePath),
            "folder": .string(folder.path), "job_name": .string(manifest.jobName),
            "created_at": .real(manifest.createdAt), "state": ledger.json,
        ]
    }
}
