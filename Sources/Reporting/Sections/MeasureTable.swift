import Primitives
import Records
import Statistics

/// Values that are no metrics of the catalogue, such as those of probes and evaluations: a row per value and a column
/// per method.
enum MeasureTable {
    /// The table; nil where no value of that part was chosen.
    static func table(
        _ panel: Panel, _ analysis: Analysis, id: String, heading: (id: String, title: String),
        part: DataPart,
        notes: [String] = [], isChosen: (String) -> Bool
    ) -> Table? {
        let declared = Set(analysis.metrics.map(\.id))
        // In the order in which the cells have them, those of one cell by name.
        let names = panel.table.measures.enumerated().compactMap { column, measure -> (String, Int, Int)? in
            guard measure.part == part, !declared.contains(measure.name), isChosen(measure.name),
                let row = panel.firstRow(with: column)
            else { return nil }
            return (measure.name, column, row)
        }.sorted { a, b in
            (panel.table.position(of: a.2), panel.table.seed(of: a.2), a.0)
                < (panel.table.position(of: b.2), panel.table.seed(of: b.2), b.0)
        }
        guard !names.isEmpty else { return nil }
        let estimator = Estimator(options: analysis.options)
        let columns =
            [Table.Column(heading.id, "\(heading.title) (\(Estimator.heading(analysis.options)))")]
            + panel.methods.map { Table.Column($0.label, $0.label, .right) }
        let rows = names.map { name, column, _ -> [Table.Cell] in
            [Table.Cell(name)]
                + panel.methods.map { method in
                    guard let estimate = method.estimate(column: column, of: panel, estimator)
                    else { return .blank }
                    return Table.Cell(
                        NumberText.estimate(estimate), value: EstimateValue.json(estimate),
                        origin: .init(
                            formula:
                                "\(analysis.options.aggregate.noun) of \(name) on \(part.rawValue) over the "
                                + "cells that completed", rows: method.rows))
                }
        }
        return Table(
            id: "\(id)-\(panel.id)", columns: columns, rows: rows, rowIDs: names.map(\.0), notes: notes)
    }
}
