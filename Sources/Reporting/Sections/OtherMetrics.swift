import Primitives
import Records
import Statistics

/// The metrics beside the primary one, on the test part: means with intervals, and no tests.
///
/// What only some rows have, such as corrupted labels, and the test part has not, is shown of the training part.
enum OtherMetrics {
    private struct Shown {
        let metric: MetricDeclaration
        let part: DataPart
        /// The number of its column in the table.
        let column: Int
    }

    /// The table, or nil where none of the chosen metrics was measured beside the primary one.
    static func table(
        _ panel: Panel, _ primary: PrimaryMetric, _ analysis: Analysis, id: String = "metrics",
        isChosen: (String) -> Bool = { !CalibrationSection.judgesProbabilities($0) }
    ) -> Table? {
        let shown = analysis.metrics.compactMap { metric -> Shown? in
            guard metric.id != primary.id, isChosen(metric.id) else { return nil }
            let parts: [DataPart] = metric.needs == nil ? [.test] : [.test, .train]
            for part in parts {
                if let column = panel.table.column(.init(part: part, name: metric.id)),
                    panel.firstRow(with: column) != nil
                {
                    return Shown(metric: metric, part: part, column: column)
                }
            }
            return nil
        }
        guard !shown.isEmpty else { return nil }
        let interval = Estimator.heading(analysis.options)
        let estimator = Estimator(options: analysis.options)
        var columns = [Table.Column("method", "method")]
        for one in shown {
            let arrow = PrimaryMetric(id: one.metric.id, one.metric).arrow
            let isTest = one.part == .test
            columns.append(
                Table.Column(
                    isTest ? one.metric.id : "\(one.metric.id)_\(one.part.rawValue)",
                    "\(one.metric.id)\(arrow) (\(isTest ? "" : "\(one.part.rawValue), ")\(interval))", .right)
            )
        }
        let rows = panel.methods.map { method -> [Table.Cell] in
            [Table.Cell(method.label)]
                + shown.map { one in
                    guard let estimate = method.estimate(column: one.column, of: panel, estimator)
                    else { return .blank }
                    return Table.Cell(
                        NumberText.estimate(estimate), value: EstimateValue.json(estimate),
                        origin: .init(
                            formula: "\(analysis.options.aggregate.noun) of \(one.metric.id) on "
                                + "\(one.part.rawValue) over the cells that completed", rows: method.rows))
                }
        }
        return Table(
            id: "\(id)-\(panel.id)", columns: columns, rows: rows, rowIDs: panel.methods.map(\.label),
            notes: notes(shown, panel))
    }

    /// Where a metric is blank although cells completed.
    private static func notes(_ shown: [Shown], _ panel: Panel) -> [String] {
        let blank = shown.filter { one in
            panel.methods.contains { method in
                method.rows.contains { row in
                    panel.table.kind(of: row) == .completed
                        && !(panel.table.value(row: row, column: one.column)?.isFinite ?? false)
                }
            }
        }
        guard !blank.isEmpty else { return [] }
        return [
            "–: some completed cell of the method has no finite value of it ("
                + "\(Phrases.list(blank.map(\.metric.id)))), and no value is given over the rest."
        ]
    }
}
