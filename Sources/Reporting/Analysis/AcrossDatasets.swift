import Primitives
import Records
import Statistics

/// What the datasets of an experiment say together.
struct AcrossDatasets {
    /// How pairs of methods are told apart.
    enum Procedure {
        /// Wilcoxon's signed-rank test of every pair, corrected over the pairs; needs one metric.
        case signedRank
        /// Nemenyi's test on mean ranks, where the metrics differ and differences cannot be compared.
        case nemenyi
    }

    /// More methods than this get no ratings: their intervals would take longer than the rest of the report.
    static let mostRatedMethods = 24
    /// With fewer datasets ratings have no intervals: resampling so few says nothing.
    static let fewestForIntervals = 5

    let table: DatasetTable
    let ranks: [[Double]]
    let friedman: FriedmanTest
    let procedure: Procedure
    /// The tests of all pairs; nil for Nemenyi's, where the critical difference decides.
    let comparisons: PairwiseComparisons?
    /// Nemenyi's critical difference; nil for the signed-rank test.
    let criticalDifference: Double?
    /// The corrected p below which a pair is told apart.
    private let threshold: Double
    /// The methods that are not told apart; everything is one group where Friedman's test shows no difference.
    let groups: MaximalGroups
    let display: LetterDisplay?
    let ratings: EloRatings?
    /// The overall contrasts, a table per metric.
    let overall: [OverallContrasts]

    /// Nil where fewer than two datasets take part.
    init?(_ analysis: Analysis) {
        guard let table = DatasetTable(analysis.panels), table.datasets.count >= 2 else { return nil }
        self.table = table
        let options = analysis.options
        ranks = table.ranks
        guard let friedman = friedmanTest(ranks: ranks) else { return nil }
        self.friedman = friedman
        let count = table.methods.count
        threshold = options.threshold
        if table.commonMetric != nil {
            procedure = .signedRank
            comparisons = wilcoxonHolm(table.values, correction: options.correction.correction)
            criticalDifference = nil
        } else {
            procedure = .nemenyi
            comparisons = nil
            // One quantile in place of a tail probability per pair: with many methods those take minutes.
            criticalDifference = Statistics.criticalDifference(
                methods: count, blocks: table.datasets.count, level: 1 - options.threshold)
        }
        let (decided, difference) = (comparisons, criticalDifference)
        func differ(_ one: Int, _ other: Int) -> Bool {
            Self.differ(one, other, friedman, decided, difference, options.threshold)
        }
        groups = MaximalGroups(meanRanks: friedman.meanRanks, differ: differ)
        display =
            count <= TieGroups.mostLetteredMethods
            ? LetterDisplay(count: count, order: groups.order, differ: differ) : nil
        ratings =
            count <= Self.mostRatedMethods
            ? eloRatings(
                ranks.map { $0.map(Optional.some) }, better: .lower,
                // A replicate fits all pairs, some times over.
                replicates: min(2_000, 120_000 / (count * count)), level: options.level) : nil
        let metrics = Grouping(table.metrics, by: { $0 }).groups.map(\.key)
        overall = metrics.compactMap { OverallContrasts(analysis, table: table, metric: $0) }
    }

    /// How many pairs of methods there are.
    var pairs: Int { table.methods.count * (table.methods.count - 1) / 2 }

    /// Whether two methods are told apart; nobody is where Friedman's test shows no difference.
    func differ(_ one: Int, _ other: Int) -> Bool {
        Self.differ(one, other, friedman, comparisons, criticalDifference, threshold)
    }

    private static func differ(
        _ one: Int, _ other: Int, _ friedman: FriedmanTest, _ comparisons: PairwiseComparisons?,
        _ criticalDifference: Double?, _ threshold: Double
    ) -> Bool {
        guard one != other, friedman.p < threshold else { return false }
        if let comparisons { return comparisons.differ(one, other, threshold: threshold) }
        guard let criticalDifference else { return false }
        return abs(friedman.meanRanks[one] - friedman.meanRanks[other]) > criticalDifference
    }

    /// The smallest corrected p that a pair could have had.
    func smallestPossibleP(_ options: ReportOptions) -> Double? {
        guard procedure == .signedRank else { return nil }
        let raw = Statistics.smallestPossibleP(pairs: table.datasets.count, of: .signedRank)
        return min(1, raw * options.correction.leastFactor(pairs))
    }
}
