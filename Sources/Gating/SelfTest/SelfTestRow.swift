import Primitives
import Records
import Statistics

/// What a metric's row of a decision is made of: the self-test makes it worse by its margin, and says what it takes
/// to see that.
struct SelfTestRow {
    /// The metric.
    var metric: GateRules.Metric
    /// The name of the place: the configuration's, the method's, or that of the whole suite.
    var place: String
    /// The configurations, by their numbers.
    var configurations: [Int]

    /// The rows that `rules` make of `measurements`: every metric at every place where it has a value.
    static func all(_ rules: GateRules, _ measurements: GateMeasurements) -> [SelfTestRow] {
        var rows: [SelfTestRow] = []
        for metric in rules.metrics {
            var places: [String: Int] = [:]
            for (number, configuration) in measurements.configurations.enumerated()
            where configuration.cells.contains(where: { $0.values[metric.measure] != nil }) {
                let place: String =
                    switch rules.scope {
                    case .configuration: configuration.labels.description
                    case .method: configuration.labels.method
                    case .suite: "all"
                    }
                // Each configuration is a place of its own, whatever its labels look like side by side.
                if rules.scope != .configuration, let known = places[place] {
                    rows[known].configurations.append(number)
                } else {
                    places[place] = rows.count
                    rows.append(SelfTestRow(metric: metric, place: place, configurations: [number]))
                }
            }
        }
        return rows
    }

    /// The margin as a number, for a baseline with these values.
    func margin(_ baseline: GateMeasurements) -> Double {
        switch metric.margin {
        case .absolute(let margin): return margin
        case .relative(let share): return share * (level(baseline) ?? 0)
        }
    }

    /// How large its values are: their absolute mean; nil where there is none.
    func level(_ side: GateMeasurements) -> Double? {
        let means = seeds(side).map(\.mean)
        return means.isEmpty ? nil : abs(means.reduce(0, +) / Double(means.count))
    }

    /// The mean over the row's configurations, for every seed for which all have a finite value.
    private func seeds(_ side: GateMeasurements) -> [(seed: Int, mean: Double)] {
        var sums: [Int: (sum: Double, count: Int)] = [:]
        for number in configurations {
            for cell in side.configurations[number].cells {
                guard cell.status.kind == .completed, let value = cell.values[metric.measure], value.isFinite
                else { continue }
                sums[cell.seed, default: (0, 0)].sum += value
                sums[cell.seed]!.count += 1
            }
        }
        return sums.filter { $0.value.count == configurations.count }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value.sum / Double($0.value.count)) }
    }

    /// Second − first for every seed of both.
    func differences(_ first: GateMeasurements, _ second: GateMeasurements) -> [Double] {
        let before = Dictionary(uniqueKeysWithValues: seeds(first).map { ($0.seed, $0.mean) })
        return seeds(second).compactMap { seed, mean in before[seed].map { mean - $0 } }
    }

    /// Makes the row's values of `side` worse by `amount`.
    func worsen(_ side: inout GateMeasurements, by amount: Double) {
        let change = -metric.direction.gain(amount)
        for number in configurations {
            for cell in side.configurations[number].cells.indices {
                side.configurations[number].cells[cell].values[metric.measure]? += change
            }
        }
    }
}
