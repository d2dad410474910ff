import Records

/// What a monitor has to know of the cells of a run, without the suite they come from.
public struct RunOutline: Sendable {
    /// A dataset and how methods are compared on it.
    public struct Dataset: Sendable, Hashable {
        /// The suite's name for it.
        public var label: String
        /// The primary metric's id.
        public var metric: String
        /// The part that the metric is read on: validation where there is one, else test.
        public var part: DataPart
        /// Whether more is better.
        public var isHigherBetter: Bool

        /// A dataset and how methods are compared on it.
        public init(label: String, metric: String, part: DataPart, isHigherBetter: Bool) {
            self.label = label
            self.metric = metric
            self.part = part
            self.isHigherBetter = isHigherBetter
        }
    }

    /// What people call a cell, and how far it has to go.
    public struct Cell: Sendable, Hashable {
        /// Its identity, 64 hexadecimal digits.
        public var identity: String
        /// `dataset / model / method / seed n`.
        public var label: String
        /// The suite's name for the dataset.
        public var dataset: String
        /// What its method is called where results are compared; with the model where there are several.
        public var method: String
        /// Epochs in all.
        public var epochs: Int

        /// A cell.
        public init(
            identity: String, label: String, dataset: String, method: String, epochs: Int
        ) {
            self.identity = identity
            self.label = label
            self.dataset = dataset
            self.method = method
            self.epochs = epochs
        }
    }

    /// The suite's name.
    public var suite: String
    /// The store's path as given.
    public var storePath: String
    /// The experiment's number in the store.
    public var experiment: Int
    /// Cells to train.
    public var total: Int
    /// Cells that the run is about and that were stored already.
    public var reused: Int
    /// How many cells are trained at once.
    public var jobs: Int
    /// The datasets, in the suite's order.
    public var datasets: [Dataset]
    /// The cell with a number in the batch.
    public var cell: @Sendable (Int) -> Cell
    /// The CPU seconds that the cell will take, about: only their ratios matter.
    public var work: @Sendable (Int) -> Double

    /// What a monitor has to know.
    public init(
        suite: String, storePath: String, experiment: Int, total: Int, reused: Int, jobs: Int,
        datasets: [Dataset], work: @escaping @Sendable (Int) -> Double = { _ in 1 },
        cell: @escaping @Sendable (Int) -> Cell
    ) {
        self.suite = suite
        self.storePath = storePath
        self.experiment = experiment
        self.total = total
        self.reused = reused
        self.jobs = jobs
        self.datasets = datasets
        self.work = work
        self.cell = cell
    }
}
