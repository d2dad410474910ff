import ArgumentParser
import Numerics
import Primitives
import Runner

/// The hidden command `bench slurm-task FOLDER`, which a task of an array runs.
struct SlurmTaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm-task", abstract: "Train one shard of a run on a cluster.", shouldDisplay: false)

    @Argument(help: "The run's folder.")
    var folder: String

    @Option(help: "The shard, from 1.")
    var shard: Int

    @Option(help: "The round of submission.")
    var round = 0

    func run() throws {
        let task = ShardTask(folder: folder, shard: shard, round: round) { Terminal.error($0 + "\n") }
        let interruption = Interruption()
        interruption.listen { _ in
            // Slurm kills soon after it asks.
            interruption.request()
        }
        let remaining = try task.run(instructionSet: .selected(), interruption: interruption)
        if remaining > 0 { throw ArgumentParser.ExitCode(Primitives.ExitCode.interrupted.rawValue) }
    }
}

/// The hidden command `bench slurm-merge FOLDER`, which runs when an array has ended.
struct SlurmMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm-merge", abstract: "Fold the shards of a run on a cluster into its store.",
        shouldDisplay: false)

    @Argument(help: "The run's folder.")
    var folder: String

    func run() throws { try SlurmMergeJob(folder: folder) { Terminal.error($0 + "\n") }.run() }
}
