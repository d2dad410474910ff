import Primitives

/// Where each shard of a run stands: what is published decides, Slurm's states only say what is under way.
public struct ShardLedger: Sendable, Hashable {
    /// Where a shard stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// All its cells are published.
        case complete
        /// A task computes it.
        case running
        /// A task waits for a node, or is being submitted.
        case waiting
        /// Its task was cancelled by hand.
        case cancelled
        /// No task computes it and it is not complete.
        case lost
        /// The controller does not answer, so nobody knows.
        case unknown
    }

    /// One shard.
    public struct Shard: Sendable, Hashable {
        /// Its number, from 1.
        public var number: Int
        /// Where it stands.
        public var state: State
        /// How many cells it has.
        public var size: Int
        /// How many of them are published.
        public var published: Int
        /// How many of them are done, published or not.
        public var done: Int
        /// How often it was submitted since it last gained a cell.
        public var vainSubmissions: Int
        /// Where it runs.
        public var nodes: [String]
        /// Why it waits, in Slurm's words.
        public var reason: String?
    }

    /// What is to be done.
    public enum Decision: Sendable, Hashable {
        /// Nothing yet.
        case wait
        /// Submit these again.
        case resubmit([Int])
        /// All are complete: fold them into the store.
        case fold
        /// Fold what there is: these were lost too often.
        case giveUp([Int])
        /// Fold what there is: these were cancelled by hand.
        case stop([Int])
    }

    /// The shards in order.
    public let shards: [Shard]
    /// The number of the latest submission that this knows of.
    let latestRound: Int
    private let resubmissions: Int

    /// From the files published, what running tasks say, what squeue lists (nil where the controller does not
    /// answer), the submissions so far and the shards that were seen cancelled, by round.
    init(
        manifest: SlurmManifest, files: [ShardFile], heartbeats: [TaskHeartbeat] = [],
        queue: [SlurmQueueEntry]?, rounds: [SubmissionRound], cancelled: [Int: Set<Int>] = [:], now: Double
    ) {
        resubmissions = manifest.settings.resubmissions
        latestRound = rounds.last?.number ?? 0
        let filesByShard = Dictionary(grouping: files.filter { $0.count == manifest.shards }, by: \.shard)
        let tasks = Dictionary(grouping: queue ?? [], by: { $0.task ?? 0 })
        // Tasks of an array that never began are listed as one when they are cancelled, by the array's id.
        let cancelledArrays = Set((queue ?? []).filter { $0.task == nil && $0.isCancelled }.map(\.job))
        // A task that died leaves its last word behind.
        let beats = Dictionary(grouping: heartbeats.filter { abs(now - $0.updatedAt) < 120 }, by: \.shard)
        shards = (1...manifest.shards).map { number in
            let size = manifest.size(ofShard: number)
            let best = ShardFile.best(of: filesByShard[number] ?? [])
            let published = best.map { $0.isComplete ? size : min($0.cells, size) } ?? 0
            let live = (tasks[number] ?? []).filter(\.isLive)
            let running = live.filter(\.isRunning)
            let own = rounds.filter { $0.shards.contains(number) }
            let vain = own.reversed().prefix { round in
                round.cellsBefore[round.shards.firstIndex(of: number)!] >= published
            }.count
            let state: State
            if best?.isComplete == true {
                state = .complete
            } else if queue == nil {
                state = .unknown
            } else if !running.isEmpty {
                state = .running
            } else if !live.isEmpty || own.last?.isBeingSubmitted(now: now) == true {
                state = .waiting
            } else if Self.isCancelled(tasks[number] ?? [], own.last?.array, cancelledArrays)
                || own.last.flatMap({ cancelled[$0.number] })?.contains(number) == true
            {
                state = .cancelled
            } else {
                state = .lost
            }
            let beating = beats[number]?.map(\.done).max() ?? 0
            return Shard(
                number: number, state: state, size: size, published: published,
                done: state == .running || state == .unknown
                    ? min(size, max(published, beating)) : published,
                vainSubmissions: vain, nodes: running.map(\.nodes).filter { !$0.isEmpty }.sorted(),
                reason: state == .waiting ? live.first?.reason : nil)
        }
    }

    /// Whether the latest submission of a shard, of which its tasks and its array are given, was cancelled.
    private static func isCancelled(
        _ tasks: [SlurmQueueEntry], _ array: String?, _ cancelledArrays: Set<String>
    ) -> Bool {
        let latest = tasks.max { (Int($0.job) ?? 0) < (Int($1.job) ?? 0) }
        if let latest, array == nil || latest.job == array { return latest.isCancelled }
        return array.map(cancelledArrays.contains) ?? false
    }

    /// What is to be done now; `resubmitsCancelled` where somebody asked for the run to go on.
    func decision(resubmitsCancelled: Bool = false) -> Decision {
        func numbers(_ condition: (Shard) -> Bool) -> [Int] { shards.filter(condition).map(\.number) }
        let lost = shards.filter { $0.state == .lost || ($0.state == .cancelled && resubmitsCancelled) }
        // Lost once is submitted twice.
        let again = lost.filter { $0.vainSubmissions <= resubmissions }.map(\.number)
        if !again.isEmpty { return .resubmit(again) }
        guard numbers({ [.running, .waiting, .unknown].contains($0.state) }).isEmpty else { return .wait }
        if shards.allSatisfy({ $0.state == .complete }) { return .fold }
        let cancelled = numbers { $0.state == .cancelled }
        return cancelled.isEmpty ? .giveUp(lost.map(\.number)) : .stop(cancelled)
    }

    /// How many shards stand so.
    public func count(_ state: State) -> Int { shards.count { $0.state == state } }
    /// Cells of all shards.
    public var cells: Int { shards.reduce(0) { $0 + $1.size } }
    /// Cells that are done.
    public var done: Int { shards.reduce(0) { $0 + $1.done } }

    /// For machines: cells and shards by where they stand.
    public var json: JSONValue {
        [
            "event": "slurm", "cells": .integer(cells), "done": .integer(done),
            "shards": .object(
                Dictionary(
                    uniqueKeysWithValues: State.allCases.map { ($0.rawValue, .integer(count($0))) })),
            "nodes": .array(Set(shards.flatMap(\.nodes)).sorted().map(JSONValue.string)),
        ]
    }

    /// One line for people.
    public var line: String {
        var parts = ["\(count(.complete))/\(shards.count) shards", "\(done)/\(cells) cells"]
        let nodes = Set(shards.flatMap(\.nodes)).sorted()
        if count(.running) > 0 {
            let shown = nodes.prefix(6).joined(separator: ", ")
            parts.append(
                "\(count(.running)) running" + (nodes.isEmpty ? "" : " on \(shown)")
                    + (nodes.count > 6 ? " and \(nodes.count - 6) more" : ""))
        }
        if count(.waiting) > 0 {
            let reasons = Set(shards.compactMap(\.reason)).subtracting(["", "None"]).sorted()
            parts.append(
                "\(count(.waiting)) waiting"
                    + (reasons.isEmpty ? "" : " (\(reasons.prefix(3).joined(separator: ", ")))"))
        }
        for state in [State.lost, .cancelled] where count(state) > 0 {
            parts.append("\(count(state)) \(state.rawValue)")
        }
        if count(.unknown) > 0 { parts.append("the controller does not answer") }
        return parts.joined(separator: ", ")
    }
}
