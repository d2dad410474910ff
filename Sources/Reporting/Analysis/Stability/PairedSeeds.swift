import Records
import Statistics

/// A method and the baseline of a panel, seed by seed, in one metric on the test part.
struct PairedSeeds {
    /// One cell's value.
    enum Value {
        case measured(Double)
        /// It was tried and gave no usable value.
        case failed
        /// It was not run, or does not exist.
        case missing
    }

    /// The seeds of the method, in the suite's order.
    let seeds: [Int]
    private let own: [Value]
    private let others: [Value]

    init(_ method: MethodSummary, against baseline: MethodSummary, in table: ResultTable, metric: String) {
        let column = table.column(.init(part: .test, name: metric))
        func value(_ row: Int) -> Value {
            guard let kind = table.kind(of: row) else { return .missing }
            guard kind == .completed, let column, let value = table.value(row: row, column: column),
                value.isFinite
            else { return .failed }
            return .measured(value)
        }
        var partners: [Int: Int] = [:]
        for row in baseline.rows.reversed() { partners[table.seed(of: row)] = row }
        var seen: Set<Int> = []
        let rows = method.rows.filter { seen.insert(table.seed(of: $0)).inserted }
        seeds = rows.map { table.seed(of: $0) }
        own = rows.map(value)
        others = rows.map { partners[table.seed(of: $0)].map(value) ?? .missing }
    }

    /// Whether a pair has a failure.
    var hasFailures: Bool {
        zip(own, others).contains {
            if case .failed = $0 { return true }
            if case .failed = $1 { return true }
            return false
        }
    }

    /// The pairs that both have a value, `worst` standing for a failed one where it is given; without one of the seeds
    /// where that is given.
    func pairs(worst: Double? = nil, without seed: Int? = nil) -> (own: [Double], others: [Double]) {
        var (a, b): ([Double], [Double]) = ([], [])
        for index in seeds.indices where seeds[index] != seed {
            guard let x = number(own[index], worst), let y = number(others[index], worst) else { continue }
            a.append(x)
            b.append(y)
        }
        return (a, b)
    }

    private func number(_ value: Value, _ worst: Double?) -> Double? {
        switch value {
        case .measured(let value): value
        case .failed: worst
        case .missing: nil
        }
    }
}
