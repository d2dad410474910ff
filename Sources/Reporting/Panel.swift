import Primitives
import Records
import Statistics

/// One dataset with one model: the methods compared on it.
struct Panel {
    let key: PanelKey
    let dataset: DatasetRecord?
    let metric: PrimaryMetric?
    /// The correction for overlapping splits; nil when the row counts are unknown, and nothing can be
    /// inferred.
    let resampling: Resampling?
    let baseline: String
    var methods: [MethodSummary]
    /// The cells.
    let rows: [ResultRow]

    init(key: PanelKey, rows: [ResultRow], input: ReportInput, level: Double) {
        self.key = key
        self.rows = rows
        baseline = input.experiment.baseline
        let dataset = input.datasets.first { $0.label == key.dataset }
        self.dataset = dataset
        metric = dataset.flatMap { Self.primaryMetric(of: $0, input: input) }
        resampling = dataset.flatMap { dataset in
            guard dataset.trainRows > 0, dataset.testRows > 0 else { return nil }
            // Seeds that share one split are independent trainings: what they say is about this split alone.
            guard dataset.treatment.resamples else { return .independent }
            return .repeatedSplits(testToTrain: Double(dataset.testRows) / Double(dataset.trainRows))
        }
        let metricID = metric?.id
        methods = Grouping(rows, by: \.method).groups.map {
            MethodSummary(label: $0.key, rows: $0.values, metric: metricID)
        }
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

    private static func primaryMetric(of dataset: DatasetRecord, input: ReportInput) -> PrimaryMetric? {
        let task: MetricDeclaration.TaskKind = dataset.classes == nil ? .regression : .classification
        guard let id = input.experiment.primaryMetrics[task.rawValue] else { return nil }
        return PrimaryMetric(id: id, direction: input.metrics.first { $0.id == id }?.direction)
    }

    /// The difference on the seeds that both have a value for; nil when there are none.
    private func difference(of method: MethodSummary, to other: MethodSummary, level: Double)
        -> PairedDifference?
    {
        var values: [Int: Double] = [:]
        for (seed, value) in zip(other.seeds, other.values) { values[seed] = value }
        let pairs = zip(method.seeds, method.values).compactMap { seed, value in
            values[seed].map { (value, $0) }
        }
        var result = pairedDifference(
            pairs.map(\.0), pairs.map(\.1), level: level, resampling: resampling ?? .independent)
        if resampling == nil {
            result?.estimate.interval = nil
            if result?.test != .identical { result?.test = .tooFewPairs }
        }
        return result
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

/// One method on one dataset with one model.
struct MethodSummary {
    /// A cell that gave no usable value, and why.
    struct Failure {
        var row: ResultRow
        var cause: String
    }

    let label: String
    let planned: Int
    /// The seeds with a finite value of the primary metric on the test part, in the suite's order.
    var seeds: [Int] = []
    /// Those values.
    var values: [Double] = []
    /// Cells that were tried and gave no usable value.
    var failures: [Failure] = []
    /// Cells not yet tried.
    var missing = 0
    let costInPasses: Double
    /// The median over the cells that completed.
    let cpuSeconds: Double?
    var isBaseline = false
    var estimate: MeanEstimate?
    var difference: PairedDifference?
    var adjustedP: Double?
    var isNotWorseThanBest = false

    init(label: String, rows: [ResultRow], metric: String?) {
        self.label = label
        planned = rows.count
        costInPasses = rows.first?.costInPasses ?? 1
        let completed = rows.filter { $0.status?.kind == .completed }
        cpuSeconds = median(completed.compactMap { $0.cpuNanoseconds.map { Double($0) / 1e9 } })
        for row in rows {
            guard let status = row.status else {
                missing += 1
                continue
            }
            guard status.kind == .completed else {
                failures.append(Failure(row: row, cause: status.cause ?? "no cause was stored"))
                continue
            }
            guard let metric else { continue }
            guard let value = row.metric(metric, on: .test) else {
                failures.append(Failure(row: row, cause: "\(metric) on test was not measured"))
                continue
            }
            guard value.isFinite else {
                failures.append(Failure(row: row, cause: "\(metric) on test is \(Self.name(value))"))
                continue
            }
            seeds.append(row.seed)
            values.append(value)
        }
    }

    private static func name(_ value: Double) -> String {
        value.isNaN ? "NaN" : (value < 0 ? "−infinity" : "infinity")
    }
}
