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
    /// Which methods are told apart; nil where nothing can be told.
    var tieGroups: TieGroups?
    /// What the rows of the methods are of.
    let table: ResultTable

    init(_ group: RowGroups.Panel, input: ReportInput, options: ReportOptions) {
        key = group.key
        id = "\(group.key.dataset) \(group.key.model)".slug
        table = input.rows
        baseline = options.baseline ?? input.experiment.baseline
        let dataset = input.datasets.first { $0.label == group.key.dataset }
        self.dataset = dataset
        metric = dataset.flatMap { Self.decidingMetric(of: $0, input: input, options: options) }
        resampling = dataset.flatMap { dataset in
            guard dataset.trainRows > 0, dataset.testRows > 0 else { return nil }
            // Seeds that share one split are independent trainings: what they say is about this split alone.
            guard dataset.treatment.resamples else { return .independent }
            return .repeatedSplits(testToTrain: Double(dataset.testRows) / Double(dataset.trainRows))
        }
        let metricID = metric?.id
        methods = group.methods.map { MethodSummary($0, of: input.rows, metric: metricID) }
        let estimator = Estimator(options: options)
        let training = metricID.flatMap { input.rows.column(.init(part: .train, name: $0)) }
        let reference = methods.first { $0.label == baseline }
        for index in methods.indices {
            methods[index].isBaseline = methods[index].label == baseline
            methods[index].estimate = estimator.estimate(methods[index].values, resampling: resampling)
            if let training { methods[index].gap = gap(of: methods[index], training, estimator) }
            guard let reference, !methods[index].isBaseline else { continue }
            let pairs = Self.pairs(methods[index], reference)
            methods[index].difference = estimator.contrast(pairs.own, pairs.others, resampling: resampling)
        }
    }

    /// The methods that are compared with the baseline, whether or not there are values to compare.
    var contrasts: [MethodSummary] { hasBaseline ? methods.filter { !$0.isBaseline } : [] }
    /// Whether the baseline is among the methods.
    var hasBaseline: Bool { methods.contains(where: \.isBaseline) }
    /// The baseline's summary; nil where it has no cell.
    var baselineSummary: MethodSummary? { methods.first(where: \.isBaseline) }

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

    /// The metric of the options where the dataset's task has it, and else the suite's.
    private static func decidingMetric(
        of dataset: DatasetRecord, input: ReportInput, options: ReportOptions
    ) -> PrimaryMetric? {
        let task: MetricDeclaration.TaskKind = dataset.classes == nil ? .regression : .classification
        if let id = options.metric {
            let declaration = input.metrics.first { $0.id == id }
            if let declaration, declaration.tasks.contains(task) {
                return PrimaryMetric(id: id, declaration)
            }
            if declaration == nil { return PrimaryMetric(id: id, direction: nil) }
        }
        guard let id = input.experiment.primaryMetrics[task.rawValue] else { return nil }
        return PrimaryMetric(id: id, input.metrics.first { $0.id == id })
    }

    /// Train − test of the deciding metric.
    private func gap(of method: MethodSummary, _ training: Int, _ estimator: Estimator) -> Estimate? {
        var gaps: [Double] = []
        gaps.reserveCapacity(method.values.count)
        for (row, value) in zip(method.valueRows, method.values) {
            guard let train = table.value(row: row, column: training), train.isFinite else { return nil }
            gaps.append(train - value)
        }
        // Shown without an interval, so that none is made.
        return mean(gaps).map { Estimate(count: gaps.count, value: $0, interval: nil) }
    }

    /// The values of two methods on the seeds that both have one for, in the order of the first.
    static func pairs(_ method: MethodSummary, _ other: MethodSummary) -> (own: [Double], others: [Double]) {
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
}
