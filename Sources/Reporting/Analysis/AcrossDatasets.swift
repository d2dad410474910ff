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
    static let mostRatedMethods = 40
    /// With fewer datasets ratings have no intervals: resampling so few says nothing.
    static let fewestForIntervals = 5

    let table: DatasetTable
    let ranks: [[Double]]
    let friedman: FriedmanTest
    let procedure: Procedure
    let comparisons: PairwiseComparisons
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
        if table.commonMetric != nil,
            let pairs = wilcoxonHolm(table.values, correction: options.correction.correction)
        {
            procedure = .signedRank
            comparisons = pairs
        } else {
            procedure = .nemenyi
            comparisons = nemenyiTest(friedman)
        }
        let isShown = friedman.p < options.threshold
        let comparisons = comparisons
        func differ(_ one: Int, _ other: Int) -> Bool {
            isShown && comparisons.differ(one, other, threshold: options.threshold)
        }
        groups = MaximalGroups(meanRanks: friedman.meanRanks, differ: differ)
        display =
            count <= TieGroups.mostLetteredMethods
            ? LetterDisplay(count: count, order: groups.order, differ: differ) : nil
        ratings =
            count <= Self.mostRatedMethods
            ? eloRatings(ranks.map { $0.map(Optional.some) }, better: .lower, level: options.level) : nil
        let metrics = Grouping(table.metrics, by: { $0 }).groups.map(\.key)
        overall = metrics.compactMap { OverallContrasts(analysis, table: table, metric: $0) }
    }

    /// The smallest corrected p that a pair could have had.
    func smallestPossibleP(_ options: ReportOptions) -> Double? {
        guard procedure == .signedRank else { return nil }
        let raw = Statistics.smallestPossibleP(pairs: table.datasets.count, of: .signedRank)
        let factor = options.correction == .none ? 1 : Double(comparisons.pairs.count)
        return min(1, raw * factor)
    }
}
