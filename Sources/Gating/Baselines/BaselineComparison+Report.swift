import Primitives
import Records
import Reporting

extension BaselineComparison {
    /// The comparison as a report.
    ///
    /// With `mostRows` it is short, for where the summary is said anyway: so many statements, the worst,
    /// without those whose bits are the same. `command` is the one that shows all, where there is one.
    public func report(
        old: String, new: String, mostRows: Int? = nil, command: String? = nil
    ) -> Report {
        let changed = statements.filter { $0.standing != .identical }
        let identical = statements.filter { $0.standing == .identical }
        let shown = Array(changed.prefix(mostRows ?? changed.count))
        var sections: [Section] = []
        if mostRows == nil {
            sections.append(Section(id: "summary", title: "Summary", blocks: [.list(facts)]))
        }
        if !shown.isEmpty {
            var notes = ["\(old) → \(new): means over the seeds that both have; \(interval)."]
            if shown.count < changed.count {
                notes.insert(
                    "\(changed.count - shown.count) more are left out, further down that order"
                        + (command.map { "; all of it: \($0)" } ?? "."),
                    at: 0)
            }
            sections.append(
                Section(
                    id: "statements", title: "Other bits, the worst first",
                    blocks: [.table(table(shown, id: "statements", notes: notes))]))
        }
        if !changes.isEmpty {
            sections.append(
                Section(
                    id: "configurations", title: "Not the same question",
                    blocks: [.list(changes.map { $0.text + "." })]))
        }
        if mostRows == nil, !identical.isEmpty {
            sections.append(
                Section(
                    id: "identical", title: "The same bits", isAside: true,
                    blocks: [.table(table(identical, id: "identical", notes: []))]))
        }
        return Report(title: "Baseline: \(old) → \(new)", sections: sections)
    }

    private var facts: [String] {
        let cells = Phrases.count(comparedCells, "cell")
        let identical = statements.count { $0.standing == .identical }
        var facts = ["The new baseline is \(summary).", "\(identicalCells) of \(cells) have the same bits"]
        if comparedCells == 0 { facts[1] = "No cell has a partner" }
        facts[1] +=
            identical == 0 ? "." : ", which leaves \(Phrases.count(identical, "statement")) as before."
        if !hasMargins {
            facts.append("The margins are those of a suite: with --suite it is said what is beyond them.")
        }
        return facts
    }

    private var interval: String { "differences with their \(Phrases.percent(1 - 2 * alpha)) intervals" }

    private func table(_ statements: [Statement], id: String, notes: [String]) -> Table {
        var columns: [Table.Column] = [
            .init("change", "change"), .init("what", "what"), .init("where", "of"),
            .init("old", "old", .right),
            .init("new", "new", .right), .init("difference", "difference", .right),
        ]
        if hasMargins { columns.append(.init("margin", "margin", .right)) }
        columns += [.init("pairs", "pairs", .right), .init("identical", "same bits", .right)]
        return Table(
            id: id, columns: columns, rows: statements.map(cells), rowIDs: statements.map(\.row.id),
            notes: notes)
    }

    private func cells(_ statement: Statement) -> [Table.Cell] {
        let row = statement.row
        let numbers = GateNumbers(row, alpha: alpha)
        func cell(_ text: String, _ value: Double?) -> Table.Cell {
            Table.Cell(text, value: value.map(JSONValue.real) ?? .null)
        }
        var cells = [
            Table.Cell(statement.standing.rawValue, isStrong: statement.standing.isWorse),
            Table.Cell(row.subject.name), Table.Cell(row.whereabouts),
            cell(numbers.baseline, row.baselineLevel), cell(numbers.candidate, row.candidateLevel),
            cell(numbers.difference, numbers.differenceValue),
        ]
        if hasMargins { cells.append(cell(numbers.margin, numbers.marginValue)) }
        var pairs = String(row.pairs)
        if case .metric = row.subject, let before = seedsBefore(row) { pairs += " of \(before)" }
        cells += [
            Table.Cell(pairs, value: .integer(row.pairs)),
            Table.Cell(String(row.identicalPairs), value: .integer(row.identicalPairs)),
        ]
        return cells
    }
}
