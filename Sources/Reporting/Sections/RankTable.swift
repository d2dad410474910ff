import Primitives
import Records
import Statistics

/// Mean ranks over datasets with what is not told apart.
struct RankTable {
    let across: AcrossDatasets
    let analysis: Analysis

    private var options: ReportOptions { analysis.options }
    private var methods: Int { across.table.methods.count }
    private var blocks: Int { across.table.datasets.count }
    /// The group of the best says something only where somebody is not in it.
    private var marksBest: Bool { across.groups.order.contains { !isBest($0) } }

    private var hasRatingIntervals: Bool { blocks >= AcrossDatasets.fewestForIntervals }

    private func isBest(_ method: Int) -> Bool {
        guard let best = across.groups.order.first else { return false }
        return !across.differ(best, method)
    }

    /// What stands above the table.
    var facts: [String] {
        let table = across.table
        let (friedman, k) = (across.friedman, Double(methods))
        var facts = [
            "\(Phrases.count(blocks, "dataset")) (\(Phrases.list(table.datasets, most: 12))), "
                + "\(Phrases.count(methods, "method")); seeds are averaged first, then models, so that every dataset "
                + "counts once. Rank 1 is best, ties get the mean of their ranks."
        ]
        let outcome = friedman.imanDavenport
        let shown = friedman.p < options.threshold
        facts.append(
            "Friedman's test of \"all methods have the same mean rank\", Iman and Davenport's F with ties: "
                + "F(\(methods - 1), \((methods - 1) * (blocks - 1))) = "
                + (outcome.statistic.isFinite
                    ? "\(NumberText.significant(outcome.statistic, 3)), p = \(NumberText.p(outcome.p, threshold: options.threshold))"
                    : "infinite, since all datasets give the same order")
                + "; χ²(\(methods - 1)) = "
                + "\(NumberText.significant(friedman.tieCorrectedChiSquared, 3)), p = "
                + "\(NumberText.p(friedman.tieCorrected.p, threshold: options.threshold)). "
                + (!outcome.statistic.isFinite
                    ? "The p of χ² decides. "
                    : friedman.p > outcome.p ? "With so few datasets the larger p decides. " : "")
                + (shown
                    ? "Some methods differ."
                    : "No difference in rank is shown, so that no pair is looked at and all are one group."))
        let sum = friedman.meanRanks.reduce(0, +)
        facts.append(
            "Check: the mean ranks sum to \(NumberText.given(sum)), and k (k + 1) / 2 = "
                + "\(NumberText.given(k * (k + 1) / 2)).")
        facts.append(procedure)
        if let smallest = across.smallestPossibleP(options), smallest >= options.threshold {
            facts.append(
                "With \(Phrases.count(blocks, "dataset")) Wilcoxon's test cannot give a p below "
                    + "\(NumberText.p(smallestPossibleP(pairs: blocks, of: .signedRank))), "
                    + (options.correction == .none
                        ? ""
                        : "\(NumberText.p(smallest, threshold: options.threshold)) after correction over \(across.pairs) pairs, ")
                    + "so that no pair could have been told apart, however large the differences.")
        }
        for exclusion in table.excluded {
            facts.append("\(exclusion.dataset) is in no rank: \(exclusion.reason).")
        }
        if table.hasGaps,
            let test = skillingsMackTest(table.ranksWithGaps, better: .lower)
        {
            facts.append(
                "With the datasets that have gaps: Skillings and Mack's statistic "
                    + "\(NumberText.significant(test.statistic, 3)) on \(NumberText.given(test.degreesOfFreedom)) degrees "
                    + "of freedom, p = \(NumberText.p(test.p, threshold: options.threshold)).")
        }
        if !table.leftOut.isEmpty {
            facts.append(
                "Not on every dataset with every model, and so in no rank: \(Phrases.list(table.leftOut)).")
        }
        return facts
    }

    private var procedure: String {
        switch across.procedure {
        case .signedRank:
            let corrected =
                options.correction == .none
                ? "not corrected" : "\(options.correction.title ?? "") over \(across.pairs) pairs"
            return
                "Pairs: Wilcoxon's signed-rank test over datasets, two-sided, zeros by Pratt, exact up to 50 datasets; "
                + "\(corrected)."
        case .nemenyi:
            return
                "Pairs: Nemenyi's test on mean ranks, since the datasets have different metrics, whose differences "
                + "cannot be compared. It depends on which other methods are in the experiment (Benavoli et al. 2016)."
        }
    }

    /// The table, best mean rank first.
    var table: Table {
        let percent = Phrases.percent(options.level)
        var columns = [
            Table.Column("method", "method"), Table.Column("mean_rank", "mean rank", .right),
        ]
        if across.display != nil { columns.append(Table.Column("group", "group")) }
        columns += [
            Table.Column("first", "first", .right), Table.Column("last", "last", .right),
        ]
        if across.ratings != nil {
            columns.append(Table.Column("elo", hasRatingIntervals ? "Elo (\(percent))" : "Elo", .right))
        }
        columns.append(Table.Column("failures", "datasets with failures", .right))
        let order = across.groups.order
        return Table(
            id: "ranks", columns: columns, rows: order.map(row),
            rowIDs: order.map { across.table.methods[$0] },
            notes: notes)
    }

    private func row(_ method: Int) -> [Table.Cell] {
        let name = across.table.methods[method]
        let isStrong = marksBest && isBest(method)
        let rows = analysis.panels.filter { across.table.datasets.contains($0.key.dataset) }.flatMap {
            panel in
            panel.methods.first { $0.label == name }?.valueRows ?? []
        }
        func cell(_ text: String, _ value: JSONValue, _ formula: String, isStrong: Bool = false) -> Table.Cell
        {
            Table.Cell(text, value: value, isStrong: isStrong, origin: .init(formula: formula, rows: rows))
        }
        let own = across.ranks.map { $0[method] }
        let first = zip(own, across.ranks).count { $0 == $1.min() }
        let last = zip(own, across.ranks).count { $0 == $1.max() }
        var cells = [
            Table.Cell(name, isStrong: isStrong),
            cell(
                DecimalText(across.friedman.meanRanks[method]).fixed(places: 2),
                .real(across.friedman.meanRanks[method]),
                "mean over datasets of the method's rank by its value (seeds averaged, then models)",
                isStrong: isStrong),
        ]
        if let display = across.display {
            cells.append(Table.Cell(display.letters[method], isStrong: isStrong))
        }
        cells += [
            cell(String(first), .integer(first), "datasets on which no method has a better rank"),
            cell(String(last), .integer(last), "datasets on which no method has a worse rank"),
        ]
        if let ratings = across.ratings {
            let interval = hasRatingIntervals ? ratings.intervals[method] : nil
            let texts = [ratings.ratings[method], interval?.lower, interval?.upper].compactMap { $0 }.map {
                DecimalText($0).fixed(places: 0)
            }
            cells.append(
                cell(
                    texts.count == 3 ? "\(texts[0]) [\(texts[1]), \(texts[2])]" : texts[0],
                    EstimateValue.json(
                        Estimate(count: blocks, value: ratings.ratings[method], interval: interval)),
                    "Bradley and Terry's strengths of all pairs on all datasets, a tie half a win, as Elo points "
                        + "with mean 1000"))
        }
        let failures = across.table.failures[method]
        cells.append(
            cell(String(failures), .integer(failures), "datasets on which a cell of the method failed"))
        return cells
    }

    private var notes: [String] {
        var notes: [String] = []
        if across.display != nil {
            notes.append(
                "Methods that share a letter are not told apart."
                    + (marksBest ? " Bold: the best mean rank and all that are not told apart from it." : ""))
        }
        if across.table.failures.contains(where: { $0 > 0 }) {
            notes.append(
                "A method with a failed cell on a dataset has the worst rank there, whatever its other seeds gave."
            )
        }
        if across.ratings != nil {
            notes.append(
                "Elo: 400 points are odds of 10 : 1; every pair on every dataset is a game, and one virtual tie for "
                    + "each pair keeps ratings finite. "
                    + (hasRatingIntervals
                        ? "Intervals: percentile bootstrap over datasets, too short with few of them."
                        : "No intervals with fewer than \(AcrossDatasets.fewestForIntervals) datasets."))
        }
        if !across.groups.withoutBar.isEmpty {
            notes.append(
                "Pairs that are not told apart although a method between them is told apart from one of them have no "
                    + "bar in the diagram; the letters show them.")
        }
        return notes
    }
}
