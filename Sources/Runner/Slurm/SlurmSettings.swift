import Primitives

/// How a run is spread over a Slurm cluster.
public struct SlurmSettings: Sendable, Hashable {
    /// Shards; nil to choose by the work there is.
    public var shards: Int?
    /// Nodes that the run uses at once; nil for as many as there are.
    public var nodes: Int?
    /// Tasks that run at once; nil for as many as `nodes`, or as there is room for.
    public var throttle: Int?
    /// Processors of a task: that many cells are trained at once.
    public var processorsPerTask: Int
    /// Minutes that a task may take; nil for what the partition allows.
    public var minutes: Int?
    /// Further arguments of sbatch, for the tasks and for the merge job.
    public var sbatchArguments: [String]
    /// How often a shard is submitted again that was lost without having gained a cell.
    public var resubmissions: Int
    /// Seconds between two publications of what a task has so far: what a lost node can cost at most.
    public var checkpointSeconds: Double

    /// Settings.
    public init(
        shards: Int? = nil, nodes: Int? = nil, throttle: Int? = nil, processorsPerTask: Int = 1,
        minutes: Int? = nil, sbatchArguments: [String] = [], resubmissions: Int = 3,
        checkpointSeconds: Double = 300
    ) {
        self.shards = shards
        self.nodes = nodes
        self.throttle = throttle
        self.processorsPerTask = processorsPerTask
        self.minutes = minutes
        self.sbatchArguments = sbatchArguments
        self.resubmissions = resubmissions
        self.checkpointSeconds = checkpointSeconds
    }

    /// Tasks that may run at once.
    var tasksAtOnce: Int? { throttle ?? nodes }

    /// How many shards `cells` cells are cut into that take `seconds` of CPU time in all.
    ///
    /// A shard is about ten minutes of work, so that a lost one costs little and starting one costs little too;
    /// every node has some; never more than the cluster's largest array index.
    public func shardCount(cells: Int, seconds: Double, maximumIndex: Int) -> Int {
        let most = max(1, min(cells, maximumIndex))
        if let shards { return min(max(shards, 1), most) }
        let work = min(seconds / (600 * Double(processorsPerTask)), 1000)
        let wanted = max(Int(work.rounded(.up)), 2 * (tasksAtOnce ?? 1), 1)
        return min(wanted, most)
    }

    var json: JSONValue {
        func optional(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
        return [
            "shards": optional(shards), "nodes": optional(nodes), "throttle": optional(throttle),
            "processors_per_task": .integer(processorsPerTask), "minutes": optional(minutes),
            "sbatch_arguments": .array(sbatchArguments.map(JSONValue.string)),
            "resubmissions": .integer(resubmissions), "checkpoint_seconds": .real(checkpointSeconds),
        ]
    }

    init?(json: JSONValue) {
        guard let processors = json["processors_per_task"]?.integer,
            case .array(let arguments)? = json["sbatch_arguments"],
            let resubmissions = json["resubmissions"]?.integer,
            let checkpoint = json["checkpoint_seconds"]?.number
        else { return nil }
        self.init(
            shards: json["shards"]?.integer, nodes: json["nodes"]?.integer,
            throttle: json["throttle"]?.integer, processorsPerTask: processors,
            minutes: json["minutes"]?.integer, sbatchArguments: arguments.compactMap(\.text),
            resubmissions: resubmissions, checkpointSeconds: checkpoint)
    }
}
