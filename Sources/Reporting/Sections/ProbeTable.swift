import Primitives
import Records
import Statistics

/// What the probes of a suite found: means with intervals, and no tests.
enum ProbeTable {
    /// A row per value and a column per method; nil where nothing was probed.
    static func table(_ panel: Panel, _ analysis: Analysis) -> Table? {
        let declared = Set(analysis.metrics.map(\.id))
        // In the order in which the cells have them, those of one cell by name.
        let names = panel.table.measures.enumerated().compactMap { column, measure -> (String, Int, Int)? in
            guard measure.part == .train, !declared.contains(measure.name),
                let row = panel.firstRow(with: column)
            else { return nil }
            return (measure.name, column, row)
        }.sorted { a, b in
            (panel.table.position(of: a.2), panel.table.seed(of: a.2), a.0)
                < (panel.table.position(of: b.2), panel.table.seed(of: b.2), b.0)
        }
        guard !names.isEmpty else { return nil }
        let percent = NumberText.given(analysis.level * 100) + " %"
        let columns =
            [Table.Column("probe", "probe (± \(percent))")]
            + panel.methods.map { Table.Column($0.label, $0.label, .right) }
        let rows = names.map { name, column, _ -> [Table.Cell] in
            [Table.Cell(name)]
                + panel.methods.map { method in
                    guard let estimate = method.estimate(column: column, of: panel, level: analysis.level)
                    else { return .blank }
                    return Table.Cell(NumberText.estimate(estimate), value: .real(estimate.mean))
                }
        }
        return Table(
            id: "probes-\(panel.id)", columns: columns, rows: rows,
            notes: ["Probes look at training rows and at the loss without the methods of the stack."])
    }
}
