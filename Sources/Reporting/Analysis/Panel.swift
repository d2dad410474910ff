import Primitives
import Records
import Statistics

/// One dataset with one model: the methods compared on it.
struct Panel {
    let key: PanelKey
    /// Its name in the ids of sections, tables and figures; unique in the report.
    var id: String
    let dataset: DatasetRecord?
    let metric: PrimaryMetric?
    /// The correction for overlapping splits; nil when the row counts are unknown, and nothing can be
    /// inferred.
    let resampling: Resampling?
    let baseline: String
    var methods: [MethodSummary]
    /// What the rows of the methods are of.
    let table: ResultTable

    init(_ group: RowGroups.Panel, input: ReportInput, level: Double) {
        key = group.key
        id = "\(group.key.dataset) \(group.key.model)".slug
        table = input.rows
        baseline = input.experiment.baseline
        let dataset = input.datasets.first { $0.label == group.key.dataset }
        self.dataset = dataset
        metric = dataset.flatMap { Self.primaryMetric(of: $0, input: input) }
        resampling = dataset.flatMap { dataset in
            guard dataset.trainRows > 0, dataset.testRows > 0 else { return nil }
            // Seeds that share one split are independent trainings: what they say is about this split alone.
            guard dataset.treatment.resamples else { return .independent }
            return .repeatedSplits(testToTrain: Double(dataset.testRows) / Double(dataset.trainRows))
        }
        let metricID = metric?.id
        methods = group.methods.map { MethodSummary($0, of: input.rows, metric: metricID) }
        let reference = methods.first { $0.label == baseline }
        for index in methods.indices {
            methods[index].isBaseline = methods[index].label == baseline
            methods[index].estimate = estimateMean(
                methods[index].values, level: level, resampling: resampling ?? .independent)
            if resampling == nil { methods[index].estimate?.interval = nil }
            guard let reference, !methods[index].isBaseline else { continue }
            methods[index].difference = difference(of: methods[index], to: reference, level: level)
        }
    }

    /// The methods that are compared with the baseline, whether or not there are values to compare.
    var contrasts: [MethodSummary] { hasBaseline ? methods.filter { !$0.isBaseline } : [] }
    /// Whether the baseline is among the methods.
    var hasBaseline: Bool { methods.contains(where: \.isBaseline) }

    /// The first row, in the suite's order, that has a value in a column; nil where none has.
    func firstRow(with column: Int) -> Int? {
        var first: Int?
        for method in methods {
            guard let row = method.rows.first(where: { table.value(row: $0, column: column) != nil }) else {
                continue
            }
            if let known = first, !isBefore(row, known) { continue }
            first = row
        }
        return first
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        (table.position(of: a), table.seed(of: a)) < (table.position(of: b), table.seed(of: b))
    }

    private static func primaryMetric(of dataset: DatasetRecord, input: ReportInput) -> PrimaryMetric? {
        let task: MetricDeclaration.TaskKind = dataset.classes == nil ? .regression : .classification
        guard let id = input.experiment.primaryMetrics[task.rawValue] else { return nil }
        return PrimaryMetric(id: id, direction: input.metrics.first { $0.id == id }?.direction)
    }

    /// The difference on the seeds that both have a value for; nil when there are none.
    private func difference(of method: MethodSummary, to other: MethodSummary, level: Double)
        -> PairedDifference?
    {
        let pairs = Self.pairs(method, other)
        var result = pairedDifference(
            pairs.own, pairs.others, level: level, resampling: resampling ?? .independent)
        if resampling == nil {
            result?.estimate.interval = nil
            if result?.test != .identical { result?.test = .tooFewPairs }
        }
        return result
    }

    /// The values of two methods on the seeds that both have one for, in the order of the first.
    private static func pairs(_ method: MethodSummary, _ other: MethodSummary) -> (
        own: [Double], others: [Double]
    ) {
        // No seed twice, or the last of its values would count.
        if method.seeds == other.seeds, zip(method.seeds, method.seeds.dropFirst()).allSatisfy({ $0 < $1 }) {
            return (method.values, other.values)
        }
        var values: [Int: Double] = [:]
        for (seed, value) in zip(other.seeds, other.values) { values[seed] = value }
        let pairs = zip(method.seeds, method.values).compactMap { seed, value in
            values[seed].map { (value, $0) }
        }
        return (pairs.map(\.0), pairs.map(\.1))
    }

    /// Marks the best mean and every method not shown to be worse than it.
    ///
    /// Methods with failures take no part: their means are over survivors.
    mutating func markBest(level: Double, threshold: Double) {
        guard let direction = metric?.direction, resampling != nil else { return }
        let candidates = methods.indices.filter {
            methods[$0].failures.isEmpty && methods[$0].values.count > 1
        }
        guard candidates.count > 1 else { return }
        func mean(_ index: Int) -> Double { methods[index].estimate?.mean ?? 0 }
        let best = candidates.reduce(candidates[0]) { best, index in
            let isBetter = direction == .higher ? mean(index) > mean(best) : mean(index) < mean(best)
            return isBetter ? index : best
        }
        let others = candidates.filter { $0 != best }
        let differences = others.map { difference(of: methods[$0], to: methods[best], level: level) }
        guard differences.allSatisfy({ ($0?.estimate.count ?? 0) > 1 }) else { return }
        let adjusted = holmAdjusted(differences.map { $0?.p ?? 1 })
        methods[best].isNotWorseThanBest = true
        for (index, p) in zip(others, adjusted) { methods[index].isNotWorseThanBest = p >= threshold }
    }
}
