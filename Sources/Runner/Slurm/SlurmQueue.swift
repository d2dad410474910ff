/// A job or task as `squeue` lists it.
public struct SlurmQueueEntry: Sendable, Hashable {
    /// What squeue is asked for: job and array index, job id, state, reason, nodes.
    static let format = "%i|%A|%T|%r|%N"

    /// The job's id; of an array, that of the array.
    public var job: String
    /// The array index; nil for a job that is no array.
    public var task: Int?
    /// The task's own job id.
    public var id: String
    /// The state in Slurm's words.
    public var state: String
    /// Why it waits, in Slurm's words.
    public var reason: String
    /// Where it runs or ran.
    public var nodes: String

    /// States in which a task runs or will run.
    private static let live: Set<String> = [
        "PENDING", "RUNNING", "CONFIGURING", "COMPLETING", "SUSPENDED", "REQUEUED", "REQUEUE_FED",
        "REQUEUE_HOLD", "RESIZING", "RESV_DEL_HOLD", "SIGNALING", "SPECIAL_EXIT", "STAGE_OUT", "STOPPED",
    ]
    /// Those of them in which it occupies a node.
    private static let running: Set<String> = [
        "RUNNING", "COMPLETING", "SUSPENDED", "RESIZING", "SIGNALING", "STAGE_OUT", "STOPPED",
    ]

    /// Whether it runs or will run.
    public var isLive: Bool { Self.live.contains(state) }
    /// Whether it occupies a node.
    public var isRunning: Bool { Self.running.contains(state) }
    /// Whether somebody stopped it.
    public var isCancelled: Bool { state == "CANCELLED" }

    /// Reads what `squeue -h -r -t all -o '%i|%A|%T|%r|%N'` prints; lines of another form are skipped.
    static func parse(_ text: String) -> [SlurmQueueEntry] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map {
                String($0).trimmed
            }
            guard fields.count >= 5, let job = fields[0].split(separator: "_").first, Int(job) != nil
            else { return nil }
            let parts = fields[0].split(separator: "_")
            var task: Int?
            if parts.count == 2 {
                guard let index = Int(parts[1]) else { return nil }
                task = index
            }
            // A reason may have bars of its own; the nodes are last.
            return SlurmQueueEntry(
                job: String(job), task: task, id: fields[1], state: fields[2],
                reason: fields[3..<(fields.count - 1)].joined(separator: "|"), nodes: fields[fields.count - 1]
            )
        }
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }
}
