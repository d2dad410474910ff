import Primitives
import Records
import Statistics

/// One value per dataset and method: what ranks over datasets are made of.
///
/// Seeds are averaged first, then models, so that a dataset counts once however often it was run.
struct DatasetTable {
    /// A dataset that is in no rank, and why.
    struct Exclusion: Hashable {
        var dataset: String
        var reason: String
    }

    /// The methods that were planned on every dataset with every model, in the suite's order.
    let methods: [String]
    /// The methods that were not, and take no part.
    let leftOut: [String]
    /// The datasets with a value or a failure of every method, and a value of at least one.
    let datasets: [String]
    /// The others.
    let excluded: [Exclusion]
    /// The deciding metrics of the datasets, in order.
    let metrics: [PrimaryMetric]
    /// By dataset, then method; the worst possible number of its metric's direction where a cell failed.
    let values: [[Double]]
    /// Ranks by dataset, then method; nil where nothing was run.
    ///
    /// The excluded datasets are in it too.
    let ranksWithGaps: [[Double?]]
    /// By method, on how many datasets a cell failed.
    let failures: [Int]

    /// Nil where fewer than two datasets have a metric with a direction, or fewer than two methods are on all of them.
    init?(_ panels: [Panel]) {
        let groups = Grouping(
            panels.filter { $0.metric?.direction != nil }, by: \.key.dataset
        ).groups
        guard groups.count >= 2 else { return nil }
        let all = Grouping(groups.flatMap { $0.values.flatMap(\.methods) }.map(\.label), by: { $0 }).groups
        let count = groups.reduce(0) { $0 + $1.values.count }
        let methods = all.filter { $0.values.count == count }.map(\.key)
        guard methods.count >= 2 else { return nil }
        self.methods = methods
        leftOut = all.filter { $0.values.count < count }.map(\.key)
        var datasets: [String] = []
        var excluded: [Exclusion] = []
        var metrics: [PrimaryMetric] = []
        var values: [[Double]] = []
        var ranks: [[Double?]] = []
        var failures = [Int](repeating: 0, count: methods.count)
        for group in groups {
            let metric = group.values[0].metric!
            // Failures alone would be ranked as one tie, as if something had been measured.
            guard group.values.contains(where: { $0.methods.contains { !$0.values.isEmpty } }) else {
                ranks.append([Double?](repeating: nil, count: methods.count))
                excluded.append(Exclusion(dataset: group.key, reason: "no method has a result there"))
                continue
            }
            let block = Self.block(
                group.values, methods, worst: metric.direction == .higher ? -.infinity : .infinity)
            ranks.append(Self.ranks(block, metric.direction!))
            guard block.allSatisfy({ $0 != nil }) else {
                let missing = zip(methods, block).filter { $0.1 == nil }.map(\.0)
                excluded.append(
                    Exclusion(
                        dataset: group.key,
                        reason: missing.count == methods.count
                            ? "no seed was run of every method"
                            : "nothing was run of \(Phrases.list(missing))"))
                continue
            }
            datasets.append(group.key)
            metrics.append(metric)
            values.append(block.map { $0! })
            for index in methods.indices where block[index]!.isInfinite { failures[index] += 1 }
        }
        self.datasets = datasets
        self.excluded = excluded
        self.metrics = metrics
        self.values = values
        ranksWithGaps = ranks
        self.failures = failures
    }

    /// Whether a dataset with a gap ranks some methods all the same.
    var hasGaps: Bool {
        ranksWithGaps.count { $0.count { $0 != nil } >= 2 } > datasets.count
    }

    /// Whether all datasets are measured by one metric, so that differences can be compared between them.
    var commonMetric: PrimaryMetric? {
        metrics.first.flatMap { first in metrics.allSatisfy { $0 == first } ? first : nil }
    }

    /// The ranks of the datasets that take part; 1 is best, ties averaged.
    var ranks: [[Double]] {
        zip(values, metrics).map { averageRanks($0, better: $1.direction!) }
    }

    /// One dataset: a value per method over the models, or the worst one after a failure; nil where nothing was run.
    private static func block(_ panels: [Panel], _ methods: [String], worst: Double) -> [Double?] {
        let columns = panels.map { panel -> [Double?] in
            let summaries = methods.map { label in panel.methods.first { $0.label == label }! }
            let seeds = commonSeeds(summaries.filter { $0.failures.isEmpty && !$0.values.isEmpty })
            return summaries.map { method in
                if !method.failures.isEmpty { return worst }
                let pairs = zip(method.seeds, method.values).filter { seeds.contains($0.0) }
                return mean(pairs.map(\.1))
            }
        }
        return methods.indices.map { index in
            let values = columns.compactMap { $0[index] }
            guard values.count == columns.count else { return nil }
            if values.contains(worst) { return worst }
            return mean(values).map(rounded)
        }
    }

    private static func commonSeeds(_ methods: [MethodSummary]) -> Set<Int> {
        guard let first = methods.first else { return [] }
        var common = Set(first.seeds)
        for method in methods.dropFirst() where method.seeds != first.seeds {
            common.formIntersection(method.seeds)
        }
        return common
    }

    /// Means that differ by rounding alone are ties.
    private static func rounded(_ value: Double) -> Double {
        guard value != 0 else { return 0 }
        let unit = value.binade * 0x1p-40
        return (value / unit).rounded() * unit
    }

    private static func ranks(_ block: [Double?], _ direction: MetricDeclaration.Direction) -> [Double?] {
        let known = block.indices.filter { block[$0] != nil }
        let ranks = averageRanks(known.map { block[$0]! }, better: direction)
        var result = [Double?](repeating: nil, count: block.count)
        for (place, index) in known.enumerated() { result[index] = ranks[place] }
        return result
    }
}
