import Numerics
import Primitives

/// How cells are trained in a task, as the manifest has it.
public struct ShardDispatch: Sendable, Hashable {
    /// In processes of their own, or in threads.
    public var isolation: Isolation
    /// Seconds that a cell may take; nil for any.
    public var timeout: Double?
    /// Bytes that a cell may use; nil for its share of what the task has.
    public var memory: Int?
    /// How often a cell is tried again whose worker died.
    public var retries: Int
    /// Whether what models say of held-out rows is stored too.
    public var keepsPredictions: Bool

    /// As a run on this machine would do it.
    public init(_ options: DispatchOptions, keepsPredictions: Bool) {
        isolation = options.isolation
        timeout = options.timeout
        memory = options.memory
        retries = options.retries
        self.keepsPredictions = keepsPredictions
    }

    var json: JSONValue {
        [
            "isolation": .string(isolation.rawValue), "timeout": timeout.map(JSONValue.real) ?? .null,
            "memory": memory.map(JSONValue.integer) ?? .null, "retries": .integer(retries),
            "keeps_predictions": .boolean(keepsPredictions),
        ]
    }

    init?(json: JSONValue) {
        guard let isolation = json["isolation"]?.text.flatMap(Isolation.init(rawValue:)),
            let retries = json["retries"]?.integer, case .boolean(let keeps)? = json["keeps_predictions"]
        else { return nil }
        self.init(
            DispatchOptions(
                jobs: 1, isolation: isolation, instructionSet: .best, timeout: json["timeout"]?.number,
                memory: json["memory"]?.integer, retries: retries), keepsPredictions: keeps)
    }

    /// The options of a task with so many processors; `variables` are those that Slurm gave it.
    func options(
        processors: Int, instructionSet: InstructionSet, variables: [String: String]
    ) -> DispatchOptions {
        // Slurm counts in mebibytes.
        let allowed =
            variables["SLURM_MEM_PER_NODE"].flatMap { Int($0) }
            ?? variables["SLURM_MEM_PER_CPU"].flatMap { Int($0) }.map { $0 * processors }
        let share = allowed.flatMap { $0 > 0 ? $0 * (1 << 20) / processors : nil }
        return DispatchOptions(
            jobs: processors, isolation: isolation, instructionSet: instructionSet, timeout: timeout,
            memory: memory ?? share, retries: retries)
    }
}
