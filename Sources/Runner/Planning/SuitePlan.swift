import Datasets
import Numerics
import Primitives
import Records
import Suites
import Training

/// A suite with its data loaded and checked: every cell that a run will need, before anything is trained.
public struct SuitePlan: Sendable {
    /// The suite.
    public let suite: Suite
    /// The loaded datasets, by label.
    public let library: DataLibrary
    /// What the store keeps of each dataset.
    public let datasets: [DatasetRecord]
    /// The cells, in the suite's order.
    public let cells: PlannedCells
    /// Forward-backward passes per step of each configuration, by its number in `cells`.
    public let costs: [Double]
    /// The first cell of each configuration: what the checks look at, however many seeds there are.
    let examples: [PlannedCell]
    /// A seed that each dataset can be prepared for, by label.
    private(set) var preparable: [String: Int] = [:]

    /// Loads the suite at `path` and its datasets; throws everything that makes a cell impossible.
    public init(path: String) throws(BenchError) {
        try self.init(Suite.load(path: path, vocabulary: Catalogue.vocabulary))
    }

    /// The same for a suite given as text; `path` stands in messages and gives the base directory.
    public init(text: String, path: String) throws(BenchError) {
        try self.init(Suite.parse(text: text, path: path, vocabulary: Catalogue.vocabulary))
    }

    /// The suite at `path` with other seeds: `seeds` is told the suite and says which.
    public init(path: String, seeds: (Suite) throws(BenchError) -> [Int]) throws(BenchError) {
        let suite = try Suite.load(path: path, vocabulary: Catalogue.vocabulary)
        try self.init(suite.withSeeds(seeds(suite)))
    }

    /// Loads the datasets of `suite`; throws everything that makes a cell impossible.
    public init(_ suite: Suite) throws(BenchError) {
        let library = try DataLibrary(suite)
        self.suite = suite
        self.library = library
        cells = suite.cells(
            contentHashes: library.contentHashes, numericsVersion: NumericsVersion.current,
            hash: .accelerated())
        datasets = try suite.datasets.map { entry throws(BenchError) in
            try library.record(entry, seeds: suite.seeds)
        }
        costs = cells.configurations.map {
            Catalogue.costInPasses(of: $0.configuration.specification(seed: 0))
        }
        examples = cells.firstOfEachConfiguration
        try checkComparison()
        try checkTasks()
        try checkBatches()
        preparable = try checkPreparation()
        try checkModels()
        try checkCompositions()
        try checkSchedules()
    }

    /// The first cell of each identity: what there is to train.
    public var distinctCells: [PlannedCell] { cells.distinctPositions.map { cells[$0] } }

    /// The dataset labelled `label`, prepared for a seed for which it can be; nil where it has no cell.
    func prepared(_ label: String) throws(BenchError) -> PreparedData? {
        guard let seed = preparable[label] else { return nil }
        return try library.prepared(label, seed: seed)
    }

    /// Forward-backward passes per step of a cell of this plan.
    public func cost(of cell: PlannedCell) -> Double { costs[cells.configurationNumber(at: cell.position)] }

    /// The record of a run.
    public var experiment: ExperimentRecord {
        ExperimentRecord(
            name: suite.name, suitePath: suite.path, suiteText: suite.text, resolved: suite.resolved,
            baseline: suite.baseline,
            primaryMetrics: Dictionary(
                uniqueKeysWithValues: suite.primaryMetrics.map { ($0.key.rawValue, $0.value) }))
    }

    /// A suite must be able to say something: its metric is measured somewhere, its baseline is run.
    private func checkComparison() throws(BenchError) {
        let kinds = Set(suite.datasets.map { library.dataset($0.label).task.kind })
        for metric in suite.namedMetrics {
            guard let declaration = MetricCatalogue.declarations.first(where: { $0.id == metric }),
                kinds.isDisjoint(with: declaration.tasks)
            else { continue }
            throw BenchError(
                .usage,
                "primary_metric \"\(metric)\" is for \(declaration.tasks.map(\.rawValue).joined(separator: " and ")), "
                    + "which no dataset of the suite is",
                at: .init(file: suite.path),
                remedy: "name one of: "
                    + MetricCatalogue.declarations.filter { !kinds.isDisjoint(with: $0.tasks) }.map(\.id)
                    .joined(separator: ", "))
        }
        if !examples.contains(where: { $0.methodLabel == suite.baseline }) {
            throw BenchError(
                .usage,
                "every cell of the baseline \"\(suite.baseline)\" is excluded, so nothing could be compared",
                at: .init(file: suite.path), remedy: "exclude less, or name another baseline under protocol")
        }
    }

    /// A method that is defined for classes only cannot be asked of a regression.
    private func checkTasks() throws(BenchError) {
        var findings: [Diagnostic] = []
        var seen: Set<String> = []
        for cell in examples {
            let kind = library.dataset(cell.datasetLabel).task.kind
            for use in cell.specification.methods + [cell.specification.optimizer] {
                guard let declaration = Catalogue.method(use.id), !declaration.tasks.contains(kind) else {
                    continue
                }
                guard seen.insert("\(cell.methodLabel)\n\(cell.datasetLabel)").inserted else { continue }
                findings.append(
                    Diagnostic(
                        "method \"\(use.id)\" is not defined for \(kind.rawValue), which dataset "
                            + "\"\(cell.datasetLabel)\" is",
                        at: .init(file: suite.path),
                        remedy: Exclusion.remedy(["method": cell.methodLabel, "dataset": cell.datasetLabel])))
            }
        }
        if !findings.isEmpty { throw BenchError(.usage, findings) }
    }

    /// The training rows that every seed leaves at least, looked up in `known` first.
    private func trainingRows(_ label: String, _ known: inout [String: Int]) throws(BenchError) -> Int {
        if let rows = known[label] { return rows }
        let rows = try library.leastTrainingRows(
            label, seeds: suite.seeds, first: datasets.first { $0.label == label }!.trainRows)
        known[label] = rows
        return rows
    }

    /// A batch cannot have more rows than there are to train on.
    private func checkBatches() throws(BenchError) {
        var findings: [Diagnostic] = []
        var seen: Set<String> = []
        var known: [String: Int] = [:]
        for cell in examples {
            let batch = TrainingSettings(arguments: cell.specification.training.arguments).batchSize
            let rows = try trainingRows(cell.datasetLabel, &known)
            if rows >= 1 << 24 {
                throw BenchError(
                    .data,
                    "dataset \"\(cell.datasetLabel)\" has \(rows) training rows; this program takes up to 2^24 − 1",
                    remedy: "use fewer rows")
            }
            guard batch > rows, seen.insert("\(cell.datasetLabel) \(batch)").inserted else { continue }
            findings.append(
                Diagnostic(
                    "dataset \"\(cell.datasetLabel)\" has \(rows) training rows, fewer than one batch of \(batch)",
                    at: .init(file: suite.path),
                    remedy:
                        "set training: {batch_size: \(rows)} or less, if need be by an override for this dataset"
                ))
        }
        if !findings.isEmpty { throw BenchError(.data, findings) }
    }
}
