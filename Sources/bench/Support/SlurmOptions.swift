import ArgumentParser
import Primitives
import Runner

/// Where a run's cells are trained, and what a cluster is told.
struct SlurmOptions: ParsableArguments {
    enum Executor: String, ExpressibleByArgument, CaseIterable { case local, slurm }

    @Option(help: "Where cells are trained: local (this machine) or slurm (a cluster, from a machine that submits).")
    var executor = Executor.local

    @Option(help: "slurm: how many shards the cells are cut into (default: by the work there is).")
    var shards: Int?

    @Option(
        help: ArgumentHelp(
            "slurm: a folder that every node can write (default: <store>.slurm beside the store).",
            valueName: "folder"))
    var shared: String?

    @Option(help: "slurm: nodes used at once.")
    var nodes: Int?

    @Option(help: "slurm: processors of a task; that many cells are trained at once in it.")
    var cpusPerTask = 1

    @Option(help: "slurm: tasks that run at once (default: as many as --nodes).")
    var arrayThrottle: Int?

    @Option(help: ArgumentHelp("slurm: minutes that a task may take.", valueName: "minutes"))
    var time: Int?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("slurm: a further argument of sbatch; may be repeated.", valueName: "argument"))
    var sbatchArg: [String] = []

    @Option(help: ArgumentHelp("slurm: how often a shard that is lost in vain is submitted again."))
    var resubmissions = 3

    @Option(help: ArgumentHelp("slurm: seconds between two publications of a task.", valueName: "seconds"))
    var checkpoint = 300.0

    @Option(help: ArgumentHelp("slurm: seconds between two looks at the cluster.", valueName: "seconds"))
    var poll = 5.0

    @Flag(help: "slurm: submit and leave; the run goes on by itself.")
    var detach = false

    var isChosen: Bool { executor == .slurm }

    func validate() throws {
        let given: [(Bool, String)] = [
            (shards != nil, "--shards"), (shared != nil, "--shared"), (nodes != nil, "--nodes"),
            (cpusPerTask != 1, "--cpus-per-task"), (arrayThrottle != nil, "--array-throttle"),
            (time != nil, "--time"), (!sbatchArg.isEmpty, "--sbatch-arg"), (detach, "--detach"),
        ]
        if !isChosen, let first = given.first(where: \.0) {
            throw ValidationError("\(first.1) is for --executor slurm")
        }
        let counts = [
            (shards, "--shards"), (nodes, "--nodes"), (cpusPerTask, "--cpus-per-task"),
            (arrayThrottle, "--array-throttle"), (time, "--time"),
        ]
        for case (let count?, let name) in counts where !(1...1_000_000).contains(count) {
            throw ValidationError("\(name) must lie in 1 ... 1000000")
        }
        guard (0...100).contains(resubmissions) else {
            throw ValidationError("--resubmissions must lie in 0 ... 100")
        }
        guard (0.1...3600).contains(poll) else { throw ValidationError("--poll must lie in 0.1 ... 3600") }
        guard (1...86_400).contains(checkpoint) else {
            throw ValidationError("--checkpoint must lie in 1 ... 86400")
        }
    }

    var settings: SlurmSettings {
        SlurmSettings(
            shards: shards, nodes: nodes, throttle: arrayThrottle, processorsPerTask: cpusPerTask,
            minutes: time, sbatchArguments: sbatchArg, resubmissions: resubmissions,
            checkpointSeconds: checkpoint)
    }
}
