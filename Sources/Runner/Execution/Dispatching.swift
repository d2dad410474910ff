import Numerics
import Primitives
import Records

/// Where cells are trained.
public enum Isolation: String, Sendable, Hashable, CaseIterable {
    /// In worker processes: one that traps, is killed or exceeds a limit costs only its cell.
    case process
    /// In threads of this process: a trap ends the run, and limits are looked at between epochs only.
    case thread
}

/// In which order cells are begun; no result depends on it.
public enum CellOrder: String, Sendable, Hashable, CaseIterable {
    /// The longest expected first, so that no worker is left with a long one at the end.
    case longest
    /// As the suite lists them.
    case suite
    /// At random, by the seed of the schedule.
    case shuffled
}

/// How cells are spread over workers, and what they may use.
public struct DispatchOptions: Sendable {
    /// How many cells are trained at once.
    public var jobs: Int
    /// Where.
    public var isolation: Isolation
    /// Which kernels run.
    public var instructionSet: InstructionSet
    /// In which order.
    public var order: CellOrder
    /// Decides ties and shuffles.
    public var scheduleSeed: UInt64
    /// Seconds that a cell may take; nil for any.
    public var timeout: Double?
    /// Bytes that a cell may use; nil for a job's share of the machine's memory.
    public var memory: Int?
    /// How often a cell is tried again whose worker died.
    public var retries: Int
    /// Whether the first failed cell ends the run; cells in flight finish.
    public var failsFast: Bool

    /// Options.
    public init(
        jobs: Int, isolation: Isolation = .process, instructionSet: InstructionSet,
        order: CellOrder = .longest, scheduleSeed: UInt64 = 0, timeout: Double? = nil, memory: Int? = nil,
        retries: Int = 1, failsFast: Bool = false
    ) {
        self.jobs = jobs
        self.isolation = isolation
        self.instructionSet = instructionSet
        self.order = order
        self.scheduleSeed = scheduleSeed
        self.timeout = timeout
        self.memory = memory
        self.retries = retries
        self.failsFast = failsFast
    }
}

/// Cells to be trained, put together one by one as workers ask for them.
public struct CellBatch: Sendable {
    /// How many there are.
    public var count: Int
    /// The cell with a number from 0.
    public var request: @Sendable (Int) -> CellRequest
    /// The CPU seconds that it will take, about: only their ratios matter.
    public var expectedSeconds: @Sendable (Int) -> Double
    /// Cells of equal groups share compiled plans and prepared data best when one worker has them.
    public var group: @Sendable (Int) -> Int

    /// Cells to be trained.
    public init(
        count: Int, request: @escaping @Sendable (Int) -> CellRequest,
        expectedSeconds: @escaping @Sendable (Int) -> Double = { _ in 1 },
        group: @escaping @Sendable (Int) -> Int = { _ in 0 }
    ) {
        self.count = count
        self.request = request
        self.expectedSeconds = expectedSeconds
        self.group = group
    }

    /// Cells given one by one.
    public init(_ requests: [CellRequest]) {
        self.init(count: requests.count, request: { requests[$0] })
    }
}

/// What happens while cells are trained.
public enum DispatchEvent: Sendable {
    /// A worker is ready; `process` is its process id, nil for a thread.
    case workerReady(worker: Int, process: Int32?)
    /// A worker ended before its time, and why.
    case workerDied(worker: Int, cause: String)
    /// A worker began the cell with that number in the batch.
    case began(worker: Int, cell: Int)
    /// A cell completed an epoch: what was added to its learning curves.
    ///
    /// Not every epoch is told: a few per second and worker.
    case epoch(worker: Int, cell: Int, points: [CurvePoint])
    /// A cell ended; where `isFinal` is false it will be tried again, and this was one attempt at it.
    case ended(worker: Int, cell: Int, outcome: Outcome, isFinal: Bool)
    /// A cell brought down too many workers and is not tried again in this run; its last `ended` follows.
    case quarantined(cell: Int)
    /// Some time passed.
    case tick
}

/// Trains the cells of a batch.
public protocol Dispatcher: Sendable {
    /// Trains every cell, telling what happens to `handle` on the calling thread; returns how many cells had no
    /// final end, because of an interruption, a failure with `failsFast` or an error.
    ///
    /// What `handle` throws ends the run at once, workers included, and is thrown on. Throws `.internal` when no
    /// worker can be started.
    func run(
        _ batch: CellBatch, options: DispatchOptions, interruption: Interruption,
        handle: (DispatchEvent) throws(BenchError) -> Void
    ) throws(BenchError) -> Int
}

/// What a run is about, told before its first cell.
public struct RunOverview: Sendable {
    /// The suite with its cells.
    public var plan: SuitePlan
    /// The store's path as given.
    public var storePath: String
    /// The experiment's number in the store.
    public var experiment: Int
    /// The place in `plan.cells` of each cell of the batch, by its number there.
    public var positions: [Int]
    /// Cells that the run is about and that were stored already.
    public var reused: Int
    /// How many cells are trained at once.
    public var jobs: Int
    /// The CPU seconds that a cell of the batch will take, about, where that is known.
    public var expectedSeconds: (@Sendable (Int) -> Double)?

    /// What a run is about.
    public init(
        plan: SuitePlan, storePath: String, experiment: Int, positions: [Int], reused: Int, jobs: Int,
        expectedSeconds: (@Sendable (Int) -> Double)? = nil
    ) {
        self.plan = plan
        self.storePath = storePath
        self.experiment = experiment
        self.positions = positions
        self.reused = reused
        self.jobs = jobs
        self.expectedSeconds = expectedSeconds
    }
}

/// Follows a run: shows it, or writes down how far it is.
///
/// Called from one thread. An `ended` is told once its outcome is committed to the store.
public protocol RunObserver: AnyObject {
    /// The run begins.
    func begin(_ overview: RunOverview)
    /// Something happened.
    func handle(_ event: DispatchEvent)
    /// The run ends; so many of its cells were not reached.
    func end(remaining: Int)
}
