import Primitives
import Records
import Statistics

/// What became of a method between two experiments, on one dataset with one model.
struct MethodComparison {
    /// What is said about the second experiment against the first.
    enum Verdict: Hashable {
        case identical
        case better
        case worse
        /// Decided, where nobody said which way is better.
        case higher
        case lower
        case equivalent
        case undecided
        case untestable
    }

    let method: MatchedCells.Method
    /// Pairs with the same bits throughout.
    let identical: Int
    /// The rows of the pairs that both have a finite value.
    let rows: [MatchedCells.Pair]
    let means: (first: Double, second: Double)?
    /// Second − first.
    let difference: PairedDifference?
    /// Pairs of which one side ended otherwise than the other.
    let endings: [MatchedCells.Pair]
    var adjustedP: Double?
    var verdict = Verdict.untestable
    private let differences: [Double]
    private let resampling: Resampling?

    init(
        _ method: MatchedCells.Method, of cells: MatchedCells, metric: String, resampling: Resampling?,
        level: Double
    ) {
        self.method = method
        self.resampling = resampling
        identical = method.pairs.count { cells.areIdentical($0) }
        endings = method.pairs.filter {
            cells.first.kind(of: $0.first) != cells.second.kind(of: $0.second)
        }
        let measure = ResultTable.Measure(part: .test, name: metric)
        let columns = (cells.first.column(measure), cells.second.column(measure))
        func value(_ table: ResultTable, _ row: Int, _ column: Int?) -> Double? {
            guard table.kind(of: row) == .completed, let column else { return nil }
            return table.value(row: row, column: column).flatMap { $0.isFinite ? $0 : nil }
        }
        var (kept, a, b): ([MatchedCells.Pair], [Double], [Double]) = ([], [], [])
        for pair in method.pairs {
            guard let x = value(cells.first, pair.first, columns.0),
                let y = value(cells.second, pair.second, columns.1)
            else { continue }
            kept.append(pair)
            a.append(x)
            b.append(y)
        }
        rows = kept
        differences = zip(b, a).map { $0 - $1 }
        means = mean(a).flatMap { first in mean(b).map { (first, $0) } }
        var result = pairedDifference(b, a, level: level, resampling: resampling ?? .independent)
        if resampling == nil {
            result?.estimate.interval = nil
            if result?.test != .identical { result?.test = .tooFewPairs }
        }
        difference = result
    }

    /// Whether anything of its matched cells differs.
    var hasChanged: Bool { identical < method.pairs.count }

    /// Says what the numbers show, once p-values are corrected over the family.
    mutating func decide(_ metric: PrimaryMetric, _ options: ComparisonOptions, familySize: Int) {
        guard let difference else { return verdict = .untestable }
        if difference.test == .identical { return verdict = .identical }
        if let adjustedP, adjustedP < options.threshold {
            let isHigher = difference.estimate.mean > 0
            switch metric.direction {
            case .higher: verdict = isHigher ? .better : .worse
            case .lower: verdict = isHigher ? .worse : .better
            case nil: verdict = isHigher ? .higher : .lower
            }
            return
        }
        if isEquivalent(options, familySize: familySize) { return verdict = .equivalent }
        verdict = difference.p == nil ? .untestable : .undecided
    }

    /// Two one-sided tests against ± margin, as whether the interval at 1 − 2 α lies within, with α divided by the
    /// family's size.
    ///
    /// Source: D. Schuirmann (1987), "A comparison of the two one-sided tests procedure and the power approach",
    /// Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680.
    private func isEquivalent(_ options: ComparisonOptions, familySize: Int) -> Bool {
        guard let margin = options.margin, let resampling, difference?.p != nil else { return false }
        let level = 1 - 2 * options.threshold / Double(max(1, familySize))
        guard level > 0,
            let interval = estimateMean(differences, level: level, resampling: resampling)?.interval
        else { return false }
        return interval.lower > -margin && interval.upper < margin
    }
}
