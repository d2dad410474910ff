import Foundation
import Primitives

/// The job that runs once an array has ended: submits what is missing again, or folds everything into the store.
public struct SlurmMergeJob {
    private let folder: SlurmRunFolder
    private let commands: SlurmCommands
    private let own: String?
    private let say: (String) -> Void

    /// The merge job of the run in `path`; `own` is its own job id.
    public init(
        folder path: String, own: String? = ProcessInfo.processInfo.environment["SLURM_JOB_ID"],
        commands: SlurmCommands = .system, say: @escaping (String) -> Void
    ) {
        folder = SlurmRunFolder(path: path)
        self.commands = commands
        self.own = own
        self.say = say
    }

    /// Does it; `patience` is how long it waits for a store that another process writes.
    public func run(patience: Double = 60, pause: Double = 2) throws(BenchError) {
        let manifest = try folder.manifest()
        let submission = ShardSubmission(folder: folder, manifest: manifest, commands: commands, say: say)
        for _ in 0..<20 {
            // What the last task published may show late on a network's file system.
            Thread.sleep(forTimeInterval: pause)
            let queue = commands.queue(jobName: manifest.jobName)
            let ledger = folder.ledger(manifest, queue: queue)
            // Asked after the look: the follower may just have folded everything.
            if let outcome = folder.outcome() {
                say("the run has ended already: \(outcome.state.rawValue)")
                return
            }
            say(ledger.line)
            switch ledger.decision() {
            case .fold: if try end(.complete, [], manifest, patience) { return }
            case .giveUp(let missing):
                if try end(.incomplete, missing, manifest, patience) { return }
            case .stop(let missing):
                if try end(.stopped, missing, manifest, patience) { return }
            case .resubmit(let lost):
                let round = try submission.submit(lost, after: ledger.latestRound, patience: 300)
                say(
                    round == nil
                        ? "another process submits the lost shards"
                        : "submitted shards \(PositionRanges(lost).text) again")
                return
            case .wait:
                guard let queue else {
                    Thread.sleep(forTimeInterval: 15 * pause)
                    continue
                }
                let others = queue.filter { $0.task == nil && $0.isLive && $0.job != own }
                let jobs = Set(queue.filter { $0.task != nil && $0.isLive }.map(\.job)).sorted()
                if others.isEmpty {
                    try submission.submitMerge(after: jobs)
                    say("tasks are still under way; another merge job waits for them")
                }
                return
            }
        }
        throw BenchError(
            .storeBusy, "Slurm's controller does not answer and some shards are missing",
            remedy: "run the same command again where the run was submitted")
    }

    /// Ends the run; false where a shard turns out to be damaged, so that it is to be looked at again.
    private func end(
        _ state: SlurmOutcome.State, _ missing: [Int], _ manifest: SlurmManifest, _ patience: Double
    ) throws(BenchError) -> Bool {
        let fold = ShardFold(folder: folder, manifest: manifest, say: say)
        do throws(BenchError) {
            guard let outcome = try fold.fold(state, missing: missing, patience: patience) else {
                return false
            }
            say("folded into \(manifest.storePath): \(outcome.state.rawValue)")
        } catch {
            say("the store cannot be written from here: \(error)")
            guard state == .complete else { return true }
            try fold.leaveMerged()
            say("everything is in \(folder.mergedFile), which the next run with the store folds in")
        }
        return true
    }
}
