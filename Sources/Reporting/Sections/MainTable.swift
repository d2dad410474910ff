import Primitives
import Records
import Statistics

/// The main table of a panel: what each method reached, how sure that is, and what it cost.
struct MainTable {
    let panel: Panel
    let metric: PrimaryMetric
    let analysis: Analysis

    private var options: ReportOptions { analysis.options }
    private var hasLetters: Bool { panel.tieGroups?.letters.contains { $0 != nil } ?? false }
    private var hasGap: Bool { panel.methods.contains { $0.gap != nil } }
    /// Whether the uncertainty of a fixed test part is shown beside that of the seeds.
    private var hasTestSetInterval: Bool {
        metric.id == "accuracy" && panel.resampling == .independent && (panel.dataset?.testRows ?? 0) > 0
    }
    /// Bold for all would say nothing.
    private var marksBest: Bool {
        panel.tieGroups.map { groups in
            panel.methods.indices.contains {
                !groups.isBest[$0] && panel.methods[$0].failures.isEmpty && panel.methods[$0].values.count > 1
            }
        } ?? false
    }

    var table: Table {
        let percent = Phrases.percent(analysis.level)
        let aggregate = options.aggregate
        var columns = [
            Table.Column("method", "method"),
            Table.Column("completed", "n", .right),
            Table.Column(
                aggregate.rawValue,
                aggregate == .mean
                    ? "\(metric.id)\(metric.arrow) (± \(percent))"
                    : "\(aggregate.noun) \(metric.id)\(metric.arrow) (\(percent))", .right),
        ]
        if hasLetters { columns.append(Table.Column("group", "group")) }
        if hasTestSetInterval {
            columns.append(Table.Column("test_set", "test set alone (\(percent))", .right))
        }
        if hasGap { columns.append(Table.Column("gap", "train − test", .right)) }
        columns += [
            Table.Column("failures", "failed", .right), Table.Column("passes", "passes", .right),
        ]
        if !options.isReproducible { columns.append(Table.Column("cpu_seconds", "CPU s", .right)) }
        return Table(
            id: "results-\(panel.id)", columns: columns, rows: panel.methods.indices.map(row),
            rowIDs: panel.methods.map(\.label), notes: notes)
    }

    private func row(_ index: Int) -> [Table.Cell] {
        let method = panel.methods[index]
        let isStrong = marksBest && (panel.tieGroups?.isBest[index] ?? false)
        let measured = Table.Origin(
            formula: "\(options.aggregate.noun) of \(metric.id) on test over the seeds with a value",
            rows: method.valueRows)
        var cells = [
            Table.Cell(method.label, isStrong: isStrong),
            Table.Cell(
                "\(method.values.count)/\(method.planned)",
                value: ["completed": .integer(method.values.count), "planned": .integer(method.planned)],
                origin: .init(
                    formula: "cells with a finite \(metric.id) on test, of all cells", rows: method.rows)),
            method.estimate.map {
                Table.Cell(
                    NumberText.estimate($0), value: EstimateValue.json($0), isStrong: isStrong,
                    origin: measured)
            } ?? .blank,
        ]
        if hasLetters {
            cells.append(
                panel.tieGroups?.letters[index].map { Table.Cell($0, isStrong: isStrong) } ?? .blank)
        }
        if hasTestSetInterval { cells.append(testSet(method, measured)) }
        if hasGap {
            cells.append(
                method.gap.map {
                    Table.Cell(
                        NumberText.value(
                            $0.value, cutAt: method.estimate?.interval?.halfWidth, showsPlus: true),
                        value: .real($0.value),
                        origin: .init(
                            formula: "mean of \(metric.id) on train − on test over the seeds with a value",
                            rows: method.valueRows))
                } ?? .blank)
        }
        cells += [
            Table.Cell(
                String(method.failures.count), value: .integer(method.failures.count),
                origin: .init(
                    formula: "cells that were tried and gave no usable \(metric.id)",
                    rows: method.failures.map(\.row.index))),
            Table.Cell(NumberText.given(method.costInPasses), value: .real(method.costInPasses)),
        ]
        if !options.isReproducible {
            cells.append(
                method.cpuSeconds.map {
                    Table.Cell(
                        NumberText.significant($0, 3), value: .real($0),
                        origin: .init(
                            formula: "median CPU seconds of the cells that completed", rows: method.rows))
                } ?? .blank)
        }
        return cells
    }

    /// The Wilson interval of the mean accuracy, taken as right answers among the rows of the test part.
    private func testSet(_ method: MethodSummary, _ origin: Table.Origin) -> Table.Cell {
        guard let rows = panel.dataset?.testRows, let share = mean(method.values), share >= 0, share <= 1
        else { return .blank }
        let right = Int((share * Double(rows)).rounded())
        guard let interval = wilson(successes: right, of: rows, level: analysis.level) else { return .blank }
        return Table.Cell(
            NumberText.interval(interval),
            value: ["lower": .real(interval.lower), "upper": .real(interval.upper)],
            origin: .init(
                formula: "Wilson interval of \(right) right answers among \(rows) test rows: the mean "
                    + "accuracy over the seeds, rounded to whole answers", rows: origin.rows))
    }

    private var notes: [String] {
        var notes: [String] = []
        if let groups = panel.tieGroups {
            let corrected =
                options.correction == .none
                ? "without a correction" : "corrected by \(options.correction.short)"
            let what = "(\(Phrases.count(groups.pairs, "pair")), \(corrected))"
            if hasLetters {
                notes.append(
                    "Methods that share a letter are not told apart \(what)."
                        + (marksBest
                            ? " Bold: the best and all that are not told apart from it."
                            : " No method is told apart from the best, so that none is set in bold."))
            } else {
                notes.append(
                    (marksBest
                        ? "Bold: the best and all that are not told apart from it \(what)."
                        : "No method is told apart from the best \(what), so that none is set in bold.")
                        + " More than \(TieGroups.mostLetteredMethods) methods: no letters.")
            }
        }
        if panel.tieGroups == nil, options.aggregate != .mean, panel.methods.count > 1,
            panel.resampling != nil
        {
            notes.append(
                "No groups: there are too many pairs of methods to flip the signs of all, or too few values.")
        }
        let survivors = panel.methods.filter { !$0.failures.isEmpty && !$0.values.isEmpty }.map(\.label)
        if !survivors.isEmpty {
            notes.append(
                "The values of \(Phrases.list(survivors)) are over survivors; the seeds that failed are in no "
                    + "\(options.aggregate.noun) and no pair, and these methods are in no group.")
        }
        let missing = panel.methods.reduce(0) { $0 + $1.missing }
        if missing > 0 { notes.append("Not run yet: \(missing) of these cells.") }
        if panel.resampling == nil {
            notes.append("No intervals: the sizes of the training and test parts are not known.")
        }
        if !panel.hasBaseline {
            notes.append("No comparison: the baseline \(panel.baseline) has no cell here.")
        }
        if hasTestSetInterval {
            notes.append(
                "Test set alone: how far the accuracy could lie from that on new rows because the test part has "
                    + "only \(panel.dataset?.testRows ?? 0) (Wilson 1927); it is not in the interval over seeds."
            )
        }
        return notes
    }
}
