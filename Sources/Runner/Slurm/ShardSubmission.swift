import Foundation
import Primitives

/// Submits shards as one array and a merge job after it.
struct ShardSubmission {
    let folder: SlurmRunFolder
    let manifest: SlurmManifest
    let commands: SlurmCommands
    /// Says something to people.
    let say: (String) -> Void
    /// Waits for so many seconds.
    var wait: (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }

    /// Submits `shards` as the round after `latest`; nil where another process has done so.
    ///
    /// A controller that does not answer is asked again for `patience` seconds. Throws in Slurm's own words when
    /// it refuses; then nothing was submitted.
    func submit(_ shards: [Int], after latest: Int, patience: Double) throws(BenchError) -> SubmissionRound? {
        let files = Dictionary(grouping: folder.shardFiles(), by: \.shard)
        var round = SubmissionRound(
            number: latest + 1, shards: shards,
            cellsBefore: shards.map { ShardFile.best(of: files[$0] ?? [])?.cells ?? 0 },
            claimant: "\(ProcessInfo.processInfo.hostName) \(getpid())",
            claimedAt: Date().timeIntervalSince1970)
        guard folder.outcome() == nil, try folder.claim(round) else { return nil }
        let scripts = SlurmScripts(manifest: manifest, folder: folder)
        let arguments = scripts.submission(of: shards, round: round.number)
        do {
            round.array = try submit(arguments, patience: patience) {
                commands.queue(jobName: manifest.jobName)?.first {
                    $0.isLive && $0.task.map(shards.contains) == true
                }?.job
            }
        } catch {
            folder.withdraw(round)
            throw error.error(arguments)
        }
        try folder.record(round)
        let mergeArguments = scripts.mergeSubmission(
            after: [round.array].compactMap(\.self), round: round.number)
        do {
            round.merge = try submit(mergeArguments, patience: patience) { nil }
            try folder.record(round)
        } catch let refusal as SlurmCommands.Refusal {
            say("the merge job could not be submitted: \(refusal.error(mergeArguments))")
            say("whoever follows the run merges it: run the same command again")
        } catch {
            throw error as? BenchError ?? BenchError(.internal, "\(error)")
        }
        return round
    }

    /// Submits a merge job after the jobs with those ids.
    func submitMerge(after jobs: [String]) throws(BenchError) {
        let scripts = SlurmScripts(manifest: manifest, folder: folder)
        let arguments = scripts.mergeSubmission(after: jobs, round: folder.rounds().last?.number ?? 1)
        do {
            _ = try submit(arguments, patience: 120) { nil }
        } catch {
            throw error.error(arguments)
        }
    }

    /// Tries until it is taken or refused; `taken` finds the job that an unheard answer was about.
    private func submit(
        _ arguments: [String], patience: Double, taken: () -> String?
    ) throws(SlurmCommands.Refusal) -> String {
        var pause = 1.0
        var waited = 0.0
        while true {
            do throws(SlurmCommands.Refusal) {
                return try commands.submit(arguments)
            } catch {
                guard case .unreachable = error, waited < patience else { throw error }
                if waited == 0 { say("Slurm's controller does not answer; asking again") }
                wait(pause)
                waited += pause
                pause = min(2 * pause, 15)
                if let id = taken() { return id }
            }
        }
    }
}
