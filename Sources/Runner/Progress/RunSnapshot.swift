import Records

/// How far a run is at one moment.
public struct RunSnapshot: Sendable, Hashable {
    /// A cell in flight.
    public struct Cell: Sendable, Hashable {
        /// Its identity, 64 hexadecimal digits.
        public var identity: String
        /// `dataset / model / method / seed n`.
        public var label: String
        /// Seconds since it began.
        public var seconds: Double
        /// Epochs completed, as far as is known.
        public var epoch: Int
        /// Epochs in all.
        public var epochs: Int
        /// The latest training loss.
        public var loss: Double?
        /// The latest value of the primary metric on the validation part.
        public var metric: MetricValue?
        /// The learning curves so far.
        public var curves: [CurveTrace]
    }

    /// A worker and what it is at.
    public struct Worker: Sendable, Hashable {
        /// Its number, from 0.
        public var number: Int
        /// Its process; nil for a thread, or where it has ended.
        public var process: Int32?
        /// The cell it is at; nil while it waits.
        public var cell: Cell?
    }

    /// The best method on a dataset so far: provisional, seeds are missing.
    public struct Best: Sendable, Hashable {
        /// The dataset.
        public var dataset: String
        /// The primary metric's id.
        public var metric: String
        /// Where it is read.
        public var part: DataPart
        /// The method.
        public var method: String
        /// The mean over its finished cells.
        public var mean: Double
        /// How many cells finished.
        public var cells: Int
    }

    /// An attempt that failed.
    public struct Failure: Sendable, Hashable {
        /// The cell's identity.
        public var identity: String
        /// `dataset / model / method / seed n`.
        public var label: String
        /// How it ended.
        public var status: Status
        /// Whether it is not tried again.
        public var isFinal: Bool
    }

    /// Cells to train.
    public var total: Int
    /// Cells that were stored already.
    public var reused: Int
    /// Cells that ended, the failed ones included.
    public var done: Int
    /// Cells that failed for good, by kind.
    public var failures: [Status.Kind: Int]
    /// Attempts that failed and were tried again.
    public var retried: Int
    /// Workers that ended before their time.
    public var workersDied: Int
    /// Cells that are not tried again in this run because they brought workers down.
    public var quarantined: Int
    /// Seconds since the run began.
    public var elapsed: Double
    /// Cells per second of late; nil before the first ended.
    public var rate: Double?
    /// Seconds left, about; nil before the first cell ended.
    public var secondsLeft: Double?
    /// The workers by number.
    public var workers: [Worker]
    /// The best method of each dataset that has a finished cell, in the suite's order.
    public var best: [Best]
    /// The latest failures, the newest last.
    public var recentFailures: [Failure]

    /// Cells that failed for good.
    public var failed: Int { failures.values.reduce(0, +) }
}
