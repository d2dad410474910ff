import Primitives
import Records
import Statistics

/// A metric by dataset and method: seeds and models are put together first, so that a dataset counts once.
struct DatasetMeans {
    /// What is left out, and how failures count.
    struct Choice {
        var aggregate = Aggregate.mean
        /// Whether a dataset on which a method has failed throughout is left out; otherwise that is the worst rank.
        var dropsFailures = false
        var withoutSeed: Int?
        var withoutDataset: String?
        var withoutMethod: String?
    }

    let metric: PrimaryMetric
    /// The methods, in the suite's order; all of them are planned on every dataset.
    let methods: [String]
    let datasets: [String]
    /// By dataset, then method; infinite where nothing of a method can be used: the worst there is.
    let values: [[Double]]

    /// Nil for fewer than two datasets or methods.
    ///
    /// A method that is not planned on every dataset takes no part. A dataset on which some cell has not been run
    /// neither, since it would be another sample for every method.
    init?(_ panels: [Panel], metric: PrimaryMetric, _ choice: Choice = Choice()) {
        guard let direction = metric.direction else { return nil }
        let worst = direction == .higher ? -Double.infinity : Double.infinity
        let groups = Grouping(panels.filter { $0.key.dataset != choice.withoutDataset }, by: \.key.dataset)
            .groups
        guard let first = groups.first?.values.first else { return nil }
        let methods = first.methods.map(\.label).filter { label in
            label != choice.withoutMethod
                && groups.allSatisfy { group in
                    group.values.allSatisfy { $0.methods.contains { $0.label == label } }
                }
        }
        var (datasets, rows): ([String], [[Double]]) = ([], [])
        for group in groups {
            let row = methods.map { label -> Double? in
                Self.value(label, group.values, metric.id, worst: worst, choice)
            }
            // A metric that was not measured here is no failure of anybody.
            let isMeasured = row.contains { $0.map(\.isFinite) ?? false }
            guard isMeasured, row.allSatisfy({ $0 != nil }) else { continue }
            if choice.dropsFailures, row.contains(where: { !$0!.isFinite }) { continue }
            datasets.append(group.key)
            rows.append(row.map { $0! })
        }
        guard datasets.count > 1, methods.count > 1 else { return nil }
        self.metric = metric
        self.methods = methods
        self.datasets = datasets
        values = rows
    }

    /// The mean over models of what stands for the seeds; infinite where nothing can be used, nil where nothing was
    /// run.
    private static func value(
        _ label: String, _ panels: [Panel], _ metric: String, worst: Double, _ choice: Choice
    ) -> Double? {
        var parts: [Double] = []
        for panel in panels {
            guard let method = panel.methods.first(where: { $0.label == label }) else { return nil }
            let column = panel.table.column(.init(part: .test, name: metric))
            let rows = method.rows.filter { panel.table.seed(of: $0) != choice.withoutSeed }
            let tried = rows.filter { panel.table.kind(of: $0) != nil }
            guard !tried.isEmpty else { return nil }
            let values = tried.compactMap { row -> Double? in
                guard panel.table.kind(of: row) == .completed, let column,
                    let value = panel.table.value(row: row, column: column), value.isFinite
                else { return nil }
                return value
            }
            guard let value = choice.aggregate.value(values) else { return worst }
            parts.append(value)
        }
        return mean(parts)
    }

    /// The place of a method in a row.
    func place(_ method: String) -> Int? { methods.firstIndex(of: method) }

    /// Method − other on every dataset; what is infinite lies just beyond the largest finite difference.
    func differences(_ method: Int, _ other: Int) -> [Double] {
        let raw = values.map { $0[method] == $0[other] ? 0 : $0[method] - $0[other] }
        guard raw.contains(where: \.isInfinite) else { return raw }
        let beyond = 2 * raw.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 } + 1
        return raw.map { $0.isFinite ? $0 : ($0 > 0 ? beyond : -beyond) }
    }

    /// The ranks of the methods on every dataset; 1 is best.
    var ranks: [[Double]] { values.map { averageRanks($0, better: metric.direction ?? .higher) } }
}
