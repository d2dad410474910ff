import Records
import Statistics

/// One method on one dataset with one model.
struct MethodSummary {
    /// A cell that gave no usable value, and why.
    struct Failure {
        /// What is wrong with it.
        enum Reason {
            case ending
            case unmeasured(String)
            case unusable(String, Double)
        }

        var row: ResultRow
        var reason: Reason

        /// What is wrong with it, in words.
        var cause: String {
            switch reason {
            case .ending: row.status?.cause ?? "no cause was stored"
            case .unmeasured(let metric): "\(metric) on test was not measured"
            case .unusable(let metric, let value): "\(metric) on test is \(Self.name(value))"
            }
        }

        private static func name(_ value: Double) -> String {
            value.isNaN ? "NaN" : (value < 0 ? "−infinity" : "infinity")
        }
    }

    let label: String
    /// Its cells, by their rows in the table, in the suite's order.
    let rows: [Int]
    /// The seeds with a finite value of the primary metric on the test part, in the suite's order.
    var seeds: [Int] = []
    /// Those values.
    var values: [Double] = []
    /// The rows that they are from.
    var valueRows: [Int] = []
    /// Cells that were tried and gave no usable value.
    var failures: [Failure] = []
    /// Cells not yet tried.
    var missing = 0
    let costInPasses: Double
    /// The median over the cells that completed.
    let cpuSeconds: Double?
    /// The mean of train − test of the primary metric over the cells with a value; nil where one has none.
    var gap: Estimate?
    var isBaseline = false
    var estimate: Estimate?
    var difference: Contrast?
    var adjustedP: Double?
    var adjustedEquivalenceP: Double?

    init(_ group: RowGroups.Method, of table: ResultTable, metric: String?) {
        label = group.label
        rows = group.rows
        costInPasses =
            rows.first.map { table.labels[table.configurationNumber(of: $0)].costInPasses } ?? 1
        let column = metric.flatMap { table.column(.init(part: .test, name: $0)) }
        var times: [Double] = []
        for row in rows {
            guard let kind = table.kind(of: row) else {
                missing += 1
                continue
            }
            guard kind == .completed else {
                failures.append(Failure(row: table[row], reason: .ending))
                continue
            }
            if let time = table.cpuNanoseconds(of: row) { times.append(Double(time) / 1e9) }
            guard let metric else { continue }
            guard let value = column.flatMap({ table.value(row: row, column: $0) }) else {
                failures.append(Failure(row: table[row], reason: .unmeasured(metric)))
                continue
            }
            guard value.isFinite else {
                failures.append(Failure(row: table[row], reason: .unusable(metric, value)))
                continue
            }
            seeds.append(table.seed(of: row))
            values.append(value)
            valueRows.append(row)
        }
        // One array where all are the same, of which there may be a million.
        if valueRows.count == rows.count { valueRows = rows }
        cpuSeconds = median(times)
    }

    /// How many cells it has.
    var planned: Int { rows.count }

    /// Another metric over the cells that completed; nil where one of them has no finite value.
    func estimate(column: Int, of panel: Panel, _ estimator: Estimator) -> Estimate? {
        var values: [Double] = []
        values.reserveCapacity(rows.count)
        for row in rows where panel.table.kind(of: row) == .completed {
            guard let value = panel.table.value(row: row, column: column), value.isFinite else { return nil }
            values.append(value)
        }
        return estimator.estimate(values, resampling: panel.resampling)
    }
}
