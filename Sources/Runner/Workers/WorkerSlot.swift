import Records

/// A worker's place: the process that holds it now, and the cells that it has.
struct WorkerSlot {
    /// Why we ended a process.
    enum Verdict: Equatable {
        /// The cell it was in took too long.
        case tooLong
        /// The cell it was in took too much memory: so many bytes.
        case tooLarge(Int)
        /// It said something that is no message.
        case faulty(String)
        /// It holds too much memory between cells; none of its cells is to blame.
        case exchanged
        /// It was not ready in time.
        case silent
    }

    /// A cell that a worker has.
    struct Assignment {
        let cell: Int
        let configuration: Int
        let expected: Double
        /// When it began; nil while it waits for the one before.
        var began: SuspendingClock.Instant?
    }

    var process: WorkerProcess?
    var isReady = false
    /// When the process was started.
    var started = SuspendingClock.now
    /// Whether the process has ended a cell, so that memory which it holds may not be its next one's.
    var hasEndedCell = false
    /// Whether it was told to drop what waits.
    var isDiscarding = false
    /// A cell that this place's next process is to begin with.
    var reserved: Int?
    var verdict: Verdict?
    /// What the process has, the one that it is at first.
    var assignments: [Assignment] = []
    var knownConfigurations: Set<Int> = []
    var knownRecipes: Set<Int> = []
    /// How many processes in a row died here before they began a cell, and how many of them were killed from outside.
    var earlyDeaths = (all: 0, killed: 0)

    /// The cell that it is at.
    var current: Assignment? { assignments.first.flatMap { $0.began == nil ? nil : $0 } }

    /// Whether it can take cells.
    var isServing: Bool { process != nil && isReady && verdict == nil }

    /// Time that does not count passed.
    mutating func forgive(_ time: Duration) {
        started += time
        for place in assignments.indices { assignments[place].began? += time }
    }

    /// The place is free again.
    mutating func clear() {
        process = nil
        isReady = false
        hasEndedCell = false
        isDiscarding = false
        verdict = nil
        assignments = []
        knownConfigurations = []
        knownRecipes = []
    }
}
