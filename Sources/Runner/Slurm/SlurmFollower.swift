import Foundation
import Primitives

/// Follows a run on a cluster to its end, submitting lost shards again.
struct SlurmFollower {
    let folder: SlurmRunFolder
    let manifest: SlurmManifest
    let commands: SlurmCommands
    /// Seconds between two looks.
    let pollSeconds: Double
    /// Shows how far it is.
    let show: (ShardLedger) -> Void
    /// Says something to people.
    let say: (String) -> Void

    /// How the run ended; nil where `interruption` asks to leave it alone.
    ///
    /// Shards cancelled by hand before the first look are submitted again: somebody asked for that.
    func follow(interruption: Interruption) throws(BenchError) -> SlurmOutcome? {
        let submission = ShardSubmission(folder: folder, manifest: manifest, commands: commands, say: say)
        let fold = ShardFold(folder: folder, manifest: manifest, say: say)
        var pause = pollSeconds
        var isFirst = true
        var isAnswered = true
        var lostBefore: [Int] = []
        while !interruption.isRequested {
            let queue = commands.queue(jobName: manifest.jobName)
            let ledger = folder.ledger(manifest, queue: queue)
            show(ledger)
            // Asked after the look: the merge job may just have folded everything.
            if let outcome = folder.outcome() { return outcome }
            if (queue != nil) != isAnswered {
                isAnswered = queue != nil
                say(
                    isAnswered
                        ? "Slurm's controller answers again"
                        : "Slurm's controller does not answer; running tasks go on, asking again")
            }
            pause = isAnswered ? pollSeconds : min(2 * pause, 30)
            do throws(BenchError) {
                switch ledger.decision(resubmitsCancelled: isFirst) {
                case .wait: lostBefore = []
                case .resubmit(let lost):
                    // Twice, for a network's file system may show a new file late.
                    let sure = isFirst ? lost : lost.filter(lostBefore.contains)
                    lostBefore = lost
                    guard !sure.isEmpty else { break }
                    if try submission.submit(sure, after: ledger.latestRound, patience: 0) != nil {
                        let which = sure.count == 1 ? "shard" : "shards"
                        say("submitted \(which) \(PositionRanges(sure).text) again")
                    }
                case .fold:
                    if !Self.isMerging(queue),
                        let outcome = try fold.fold(.complete, missing: [], patience: 30)
                    {
                        return outcome
                    }
                case .giveUp(let missing):
                    if let outcome = try fold.fold(.incomplete, missing: missing, patience: 30) {
                        return outcome
                    }
                case .stop(let missing):
                    if let outcome = try fold.fold(.stopped, missing: missing, patience: 30) {
                        return outcome
                    }
                }
            } catch {
                // A refusal may pass, as a limit of jobs does; other faults stay.
                guard [.usage, .storeBusy].contains(error.exitCode) else { throw error }
                say("\(error)")
                pause = min(max(2 * pause, 5), 60)
            }
            if queue != nil { isFirst = false }
            Self.wait(pause, interruption)
        }
        return nil
    }

    /// Whether the merge job is at work.
    private static func isMerging(_ queue: [SlurmQueueEntry]?) -> Bool {
        (queue ?? []).contains { $0.task == nil && $0.state == "RUNNING" }
    }

    private static func wait(_ seconds: Double, _ interruption: Interruption) {
        let clock = ContinuousClock()
        let until = clock.now + .seconds(seconds)
        while clock.now < until, !interruption.isRequested { Thread.sleep(forTimeInterval: 0.05) }
    }
}
