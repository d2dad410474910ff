import Primitives
import Records
import Statistics

/// What a suite will compare, as far as it decides what can be shown: known before anything is trained.
public struct PlannedDesign: Sendable {
    /// A dataset with a model.
    public struct Panel: Sendable, Hashable {
        /// The suite's name for the dataset.
        public var dataset: String
        /// The suite's name for the model.
        public var model: String
        /// The primary metric; nil where the suite sets none.
        public var metric: String?
        /// The fewest seeds that a method shares with the baseline; 0 without a baseline.
        public var pairs: Int
        /// How many methods are compared with the baseline.
        public var comparisons: Int
        /// How seeds come by their rows; nil where the sizes of the parts are not known.
        public var resampling: Resampling?
    }

    /// The panels, in the suite's order.
    public var panels: [Panel]
    /// The method that others are compared with.
    public var baseline: String

    /// The comparisons of all panels, which the report corrects together.
    public var familySize: Int { panels.reduce(0) { $0 + $1.comparisons } }

    /// A design.
    public init(panels: [Panel], baseline: String) {
        self.panels = panels
        self.baseline = baseline
    }

    /// The design of planned cells; `metric` says which metric decides on a dataset.
    public init(
        _ cells: PlannedCells, datasets: [DatasetRecord], baseline: String,
        metric: (DatasetRecord) -> String?
    ) {
        var seeds = [[Int]](repeating: [], count: cells.configurations.count)
        for position in cells.indices {
            seeds[cells.configurationNumber(at: position)].append(cells.seed(at: position))
        }
        let groups = Grouping(
            Array(cells.configurations.indices),
            by: {
                PanelKey(
                    dataset: cells.configurations[$0].datasetLabel, model: cells.configurations[$0].modelLabel
                )
            }
        ).groups
        panels = groups.map { group in
            // A method may have several configurations of which each has some of the seeds.
            let methods = Grouping(group.values) { cells.configurations[$0].methodLabel }.groups
                .map { (label: $0.key, seeds: $0.values.flatMap { seeds[$0] }) }
            let own = methods.first { $0.label == baseline }?.seeds
            let others = methods.filter { $0.label != baseline }
            let record = datasets.first { $0.label == group.key.dataset }
            return Panel(
                dataset: group.key.dataset, model: group.key.model, metric: record.flatMap(metric),
                pairs: own.map { own in others.map { Self.shared($0.seeds, own) }.min() ?? 0 } ?? 0,
                comparisons: own == nil ? 0 : others.count, resampling: record.flatMap(Self.resampling))
        }
        self.baseline = baseline
    }

    private static func shared(_ a: [Int], _ b: [Int]) -> Int {
        a == b ? Set(a).count : Set(a).intersection(b).count
    }

    private static func resampling(_ dataset: DatasetRecord) -> Resampling? {
        guard dataset.trainRows > 0, dataset.testRows > 0 else { return nil }
        guard dataset.treatment.resamples else { return .independent }
        return .repeatedSplits(testToTrain: Double(dataset.testRows) / Double(dataset.trainRows))
    }
}
