import Primitives

/// The texts of the scripts that Slurm runs, and the arguments of the commands that submit them.
struct SlurmScripts {
    let manifest: SlurmManifest
    let folder: SlurmRunFolder

    /// What a task of the array runs; `exec`, so that a signal to the batch script reaches the program.
    var task: String {
        """
        #!/bin/sh
        # Trains one shard of the run \(manifest.run); the array index is the shard's number.
        exec \(command("slurm-task")) --shard "$SLURM_ARRAY_TASK_ID" --round "$1"

        """
    }

    /// What runs when all tasks have ended.
    var merge: String {
        """
        #!/bin/sh
        # Submits lost shards of the run \(manifest.run) again, or folds all of them into the store.
        exec \(command("slurm-merge"))

        """
    }

    private func command(_ name: String) -> String {
        "\(ShellWord.inQuotes(manifest.executable)) \(name) \(ShellWord.inQuotes(folder.path))"
    }

    /// The arguments of sbatch that submit `shards` as one array.
    func submission(of shards: [Int], round: Int) -> [String] {
        let limit = manifest.settings.tasksAtOnce.map { "%\($0)" } ?? ""
        var arguments = common(log: "round-\(round)-shard-%a.log")
        arguments += [
            "--array=\(PositionRanges(shards).text)\(limit)",
            "--cpus-per-task=\(manifest.settings.processorsPerTask)",
        ]
        let minutes = manifest.settings.minutes
        if let minutes { arguments.append("--time=\(minutes)") }
        // What is there is published before the time limit. Slurm may signal a minute early, which a task of a few
        // minutes cannot spare; it is asked to end at its limit.
        if minutes ?? .max > 10 { arguments.append("--signal=B:TERM@60") }
        return arguments + manifest.settings.sbatchArguments + [folder.taskScript, "\(round)"]
    }

    /// The arguments of sbatch that submit the merge job after the jobs with those ids.
    func mergeSubmission(after jobs: [String], round: Int) -> [String] {
        var arguments = common(log: "round-\(round)-merge.log")
        if !jobs.isEmpty {
            arguments.append("--dependency=afterany:\(jobs.joined(separator: ":"))")
        }
        return arguments + manifest.settings.sbatchArguments + [folder.mergeScript]
    }

    private func common(log: String) -> [String] {
        // Slurm replaces `%a` and the like in the names of logs, also in what leads to them.
        let logs = folder.logs.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
        return [
            "--parsable", "--job-name=\(manifest.jobName)", "--nodes=1", "--ntasks=1",
            "--chdir=\(manifest.workingFolder)", "--output=\(logs)/\(log)", "--open-mode=append",
            "--requeue",
        ]
    }
}
