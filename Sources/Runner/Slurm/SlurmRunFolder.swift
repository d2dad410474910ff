import Foundation
import Primitives

/// The folder of one run on a cluster, which every node can read and write.
///
///     manifest.json         what is to be done
///     task.sh, merge.sh     what Slurm runs
///     logs/                 what they said
///     submissions/          a file per submission of shards
///     tasks/                how far running tasks are
///     shards/               stores of shards, complete or partial; emptied once they are in the store
///     merged.sqlite         all of them, where the store could not be written
///     outcome.json          how it ended, once everything is in the store
public struct SlurmRunFolder: Sendable, Hashable {
    /// Its absolute path.
    public let path: String

    /// The folder at `path`.
    public init(path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    var manifestFile: String { path + "/manifest.json" }
    var taskScript: String { path + "/task.sh" }
    var mergeScript: String { path + "/merge.sh" }
    /// What the scripts said.
    public var logs: String { path + "/logs" }
    var submissions: String { path + "/submissions" }
    var tasks: String { path + "/tasks" }
    var shards: String { path + "/shards" }
    var mergedFile: String { path + "/merged.sqlite" }
    var outcomeFile: String { path + "/outcome.json" }

    /// Makes the folder with everything that the tasks need.
    func create(_ manifest: SlurmManifest) throws(BenchError) {
        do {
            for folder in [logs, submissions, tasks, shards] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        } catch {
            throw BenchError(
                .storeBusy, "cannot make the folder \"\(path)\": \(error.localizedDescription)",
                remedy: "name a folder that every node can write with --shared")
        }
        let scripts = SlurmScripts(manifest: manifest, folder: self)
        try DurableFile.write(scripts.task, to: taskScript)
        try DurableFile.write(scripts.merge, to: mergeScript)
        // Last: a folder without it is none.
        try DurableFile.write(manifest.json.canonical + "\n", to: manifestFile)
    }

    /// Removes the folder with all that is in it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// What is to be done; throws `.data` where the folder is none of a run.
    public func manifest() throws(BenchError) -> SlurmManifest {
        guard let text = DurableFile.text(manifestFile) else {
            throw BenchError(
                .data, "there is no run on a cluster in \"\(path)\": no manifest.json",
                remedy: "check that the folder is mounted on this machine")
        }
        return try SlurmManifest(text: text, path: manifestFile)
    }

    /// The shards published so far.
    func shardFiles() -> [ShardFile] { names(shards).compactMap { ShardFile(name: $0) } }

    /// Where a shard's file is.
    func path(of file: ShardFile) -> String { "\(shards)/\(file.name)" }

    /// Takes a damaged file out of the count; it stays for whoever wants to see what became of it.
    func setAside(_ file: ShardFile) throws(BenchError) {
        let path = path(of: file)
        guard rename(path, path + ".damaged") == 0 || errno == ENOENT else {
            throw BenchError(
                .data,
                "the damaged file \"\(path)\" cannot be set aside: \(String(cString: strerror(errno)))",
                remedy: "delete it: its cells are trained again")
        }
    }

    /// The submissions so far, in order.
    func rounds() -> [SubmissionRound] {
        values(submissions).compactMap { SubmissionRound(json: $0) }.sorted { $0.number < $1.number }
    }

    /// What tasks say of themselves.
    func heartbeats() -> [TaskHeartbeat] { values(tasks).compactMap { TaskHeartbeat(json: $0) } }

    /// How the run ended; nil while it goes on.
    public func outcome() -> SlurmOutcome? {
        DurableFile.text(outcomeFile).flatMap { try? JSONParser.parse($0) }.flatMap {
            SlurmOutcome(json: $0)
        }
    }

    private func roundFile(_ number: Int) -> String { "\(submissions)/round-\(number).json" }

    /// Takes the right to make that submission; false where another process has it.
    func claim(_ round: SubmissionRound) throws(BenchError) -> Bool {
        try DurableFile.create(round.json.canonical + "\n", at: roundFile(round.number))
    }

    /// Writes down what came of a submission.
    func record(_ round: SubmissionRound) throws(BenchError) {
        try DurableFile.write(round.json.canonical + "\n", to: roundFile(round.number))
    }

    /// Gives back the right to make that submission.
    func withdraw(_ round: SubmissionRound) { unlink(roundFile(round.number)) }

    /// Where each shard stands.
    func ledger(_ manifest: SlurmManifest, queue: [SlurmQueueEntry]?) -> ShardLedger {
        // The queue was asked first: what has ended since has published its shard before this looks.
        let rounds = rounds()
        let known = cancelledShards()
        let ledger = ShardLedger(
            manifest: manifest, files: shardFiles(), heartbeats: heartbeats(), queue: queue, rounds: rounds,
            cancelled: known, now: Date().timeIntervalSince1970)
        // Slurm forgets what ended some minutes ago.
        var seen = known
        for shard in ledger.shards where shard.state == .cancelled {
            if let round = rounds.last(where: { $0.shards.contains(shard.number) })?.number {
                seen[round, default: []].insert(shard.number)
            }
        }
        for (round, shards) in seen where shards != known[round] {
            let json: JSONValue = [
                "cancelled_in_round": .integer(round),
                "shards": .string(PositionRanges(shards.sorted()).text),
            ]
            try? DurableFile.write(json.canonical + "\n", to: "\(submissions)/cancelled-\(round).json")
        }
        return ledger
    }

    /// The shards that were seen cancelled by hand, by the round of their submission.
    private func cancelledShards() -> [Int: Set<Int>] {
        var shards: [Int: Set<Int>] = [:]
        for json in values(submissions) {
            guard let round = json["cancelled_in_round"]?.integer,
                let ranges = json["shards"]?.text.flatMap({ PositionRanges($0) })
            else { continue }
            shards[round, default: []].formUnion(ranges.positions)
        }
        return shards
    }

    /// The last words of the latest log of a shard; nil where it said nothing.
    func lastWords(ofShard shard: Int) -> String? {
        for round in rounds().reversed() where round.shards.contains(shard) {
            let log = "\(logs)/round-\(round.number)-shard-\(shard).log"
            let lines = (DurableFile.text(log) ?? "").split(separator: "\n").suffix(3)
            if !lines.isEmpty { return "\(log): " + lines.joined(separator: " | ") }
        }
        return nil
    }

    /// What the tasks of shards said last that were lost too often; of five of them at most.
    public func lastWords(of outcome: SlurmOutcome) -> [String] {
        guard outcome.state == .incomplete else { return [] }
        return outcome.missingShards.prefix(5).map {
            "shard \($0): \(lastWords(ofShard: $0) ?? "it said nothing")"
        }
    }

    private func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    private func values(_ folder: String) -> [JSONValue] {
        names(folder).filter { $0.hasSuffix(".json") }.compactMap { name in
            DurableFile.text("\(folder)/\(name)").flatMap { try? JSONParser.parse($0) }
        }
    }
}
