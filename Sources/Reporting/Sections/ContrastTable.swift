import Primitives
import Records
import Statistics

/// How each method of a panel differs from the baseline, pair by pair.
struct ContrastTable {
    let panel: Panel
    let metric: PrimaryMetric
    let analysis: Analysis

    /// Below this correlation, pairing by seed brings next to nothing.
    private static let lowCorrelation = 0.1

    private var options: ReportOptions { analysis.options }
    private var hasMargin: Bool { (options.margin ?? 0) > 0 }

    var table: Table {
        let percent = Phrases.percent(analysis.level)
        var columns = [
            Table.Column("method", "method"),
            Table.Column(
                "difference",
                options.aggregate == .mean
                    ? "Δ to \(panel.baseline) (± \(percent))"
                    : "\(options.aggregate.noun) of Δ to \(panel.baseline) (\(percent))", .right),
            Table.Column("p", "p", .right),
        ]
        if options.correction != .none {
            columns.append(Table.Column("corrected_p", "p (\(options.correction.short))", .right))
        }
        columns += [
            Table.Column("effect", "g (\(percent))", .right),
            Table.Column(
                "superiority", metric.direction == nil ? "P(larger)" : "P(better)", .right),
            Table.Column("pairs", "pairs", .right),
            Table.Column("correlation", "ρ", .right),
            Table.Column("seeds_worth", "1/(1−ρ)", .right),
        ]
        if hasMargin, let margin = options.margin {
            let corrected = options.correction == .none ? "" : ", \(options.correction.short)"
            columns.append(
                Table.Column("equivalence", "p (within ±\(NumberText.given(margin))\(corrected))", .right))
        }
        return Table(
            id: "contrasts-\(panel.id)", columns: columns, rows: panel.contrasts.map(row),
            rowIDs: panel.contrasts.map(\.label), notes: notes)
    }

    private func row(_ method: MethodSummary) -> [Table.Cell] {
        let contrast = method.difference
        let rows = method.valueRows + (panel.baselineSummary?.valueRows ?? [])
        func cell(_ text: String, _ value: JSONValue, _ formula: String, isStrong: Bool = false) -> Table.Cell
        {
            Table.Cell(text, value: value, isStrong: isStrong, origin: .init(formula: formula, rows: rows))
        }
        let pairs = "over the seeds that \(method.label) and \(panel.baseline) both have"
        var cells = [
            Table.Cell(method.label),
            contrast.map {
                cell(
                    NumberText.estimate($0.estimate, showsPlus: true), EstimateValue.json($0.estimate),
                    "\(options.aggregate.noun) of \(metric.id) on test of \(method.label) − that of "
                        + "\(panel.baseline), \(pairs)")
            } ?? .blank,
            p(contrast, cell),
        ]
        if options.correction != .none {
            cells.append(
                method.adjustedP.map {
                    cell(
                        NumberText.p($0, threshold: options.threshold), .real($0),
                        "p as corrected by \(options.correction.title ?? "") over the family of "
                            + Phrases.count(analysis.familySize, "comparison"),
                        isStrong: analysis.isSignificant(method))
                } ?? .blank)
        }
        cells += [
            contrast?.effect.map {
                cell(
                    effect($0), EstimateValue.json($0),
                    "Hedges' g of pairs: mean difference ÷ its standard deviation × the small-sample "
                        + "correction, \(pairs)")
            } ?? .blank,
            contrast?.superiority.map { value in
                let better = metric.direction == .lower ? 1 - value : value
                return cell(
                    NumberText.share(better), .real(better),
                    "share of all pairings of a run of \(method.label) with a run of \(panel.baseline) in which "
                        + "the former is \(metric.direction == nil ? "larger" : "better"), ties counted half")
            } ?? .blank,
            cell(
                String(contrast?.estimate.count ?? 0), .integer(contrast?.estimate.count ?? 0),
                "seeds that both have a value for"),
            contrast?.correlation.map {
                cell(
                    DecimalText($0).fixed(places: 2), .real($0),
                    "Pearson correlation of the pairs' two values, \(pairs)")
            } ?? .blank,
            contrast?.seedsWorth.map {
                cell(
                    NumberText.significant($0, 2), .real($0),
                    "1 / (1 − ρ): how many seeds without pairing one pair is worth")
            } ?? .blank,
        ]
        if hasMargin {
            cells.append(
                method.adjustedEquivalenceP.map {
                    cell(
                        NumberText.p($0, threshold: options.threshold), .real($0),
                        "the larger p of two one-sided tests against ±\(NumberText.given(options.margin ?? 0))"
                            + (options.correction == .none
                                ? "" : ", corrected by \(options.correction.short) over the family"),
                        isStrong: analysis.isEquivalent(method))
                } ?? .blank)
        }
        return cells
    }

    private func p(
        _ contrast: Contrast?, _ cell: (String, JSONValue, String, Bool) -> Table.Cell
    ) -> Table.Cell {
        switch contrast?.test {
        case .identical: Table.Cell("identical", value: .null)
        case .constant: Table.Cell("no spread", value: .null)
        case .decided(let p):
            cell(
                NumberText.p(p, threshold: options.threshold), .real(p),
                "two-sided p for \"no difference\": \(TestWords(panel, options).name)",
                options.correction == .none && p < options.threshold)
        case .tooFewPairs, nil: .blank
        }
    }

    /// `1.2 [0.1, 2.3]`, to one decimal where it is large.
    private func effect(_ effect: Estimate) -> String {
        let places = abs(effect.value) >= 10 ? 0 : (abs(effect.value) >= 1 ? 1 : 2)
        let texts = [effect.value, effect.interval?.lower, effect.interval?.upper].compactMap { value in
            value.map { DecimalText($0).fixed(places: places, showsPlus: true) }
        }
        return texts.count == 3 ? "\(texts[0]) [\(texts[1]), \(texts[2])]" : texts[0]
    }

    private var notes: [String] {
        var notes: [String] = []
        if panel.contrasts.contains(where: { $0.difference?.p != nil }) {
            notes.append("p: \(TestWords(panel, options).sentence)")
        }
        if panel.contrasts.contains(where: { $0.difference?.test == .constant }) {
            notes.append("No spread: every pair differs by the same amount, which gives no p-value.")
        }
        let correlations = panel.contrasts.compactMap { method -> Double? in
            (method.difference?.estimate.count ?? 0) >= 5 ? method.difference?.correlation : nil
        }
        if let typical = median(correlations), typical < Self.lowCorrelation {
            notes.append(
                "The seeds are shared, but the pairs' values hardly correlate (median ρ = "
                    + "\(DecimalText(typical).fixed(places: 2))): pairing by seed brings nothing here.")
        }
        return notes
    }
}
