import Primitives
import Records
import Statistics

/// The metrics beside the primary one, on the test part: means with intervals, and no tests.
enum OtherMetrics {
    /// The table, or nil where only the primary metric was measured.
    static func table(_ panel: Panel, _ primary: PrimaryMetric, _ analysis: Analysis) -> Table? {
        let ids = analysis.metrics.filter { declaration in
            declaration.id != primary.id
                && panel.rows.contains { $0.metric(declaration.id, on: .test) != nil }
        }
        guard !ids.isEmpty else { return nil }
        let percent = NumberText.given(analysis.level * 100) + " %"
        var columns = [Table.Column("method", "method")]
        for metric in ids {
            let arrow = PrimaryMetric(id: metric.id, direction: metric.direction).arrow
            columns.append(Table.Column(metric.id, "\(metric.id)\(arrow) (± \(percent))", .right))
        }
        let rows = panel.methods.map { method -> [Table.Cell] in
            let completed = panel.rows.filter { $0.method == method.label && $0.status?.kind == .completed }
            return [Table.Cell(method.label)]
                + ids.map { metric in
                    let values = completed.compactMap { $0.metric(metric.id, on: .test) }.filter(\.isFinite)
                    guard !values.isEmpty, values.count == completed.count,
                        var estimate = estimateMean(
                            values, level: analysis.level, resampling: panel.resampling ?? .independent)
                    else { return .blank }
                    if panel.resampling == nil { estimate.interval = nil }
                    return Table.Cell(NumberText.estimate(estimate), value: .real(estimate.mean))
                }
        }
        return Table(columns: columns, rows: rows)
    }
}
