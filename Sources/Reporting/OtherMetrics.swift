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
    }

    /// The table, or nil where only the primary metric was measured.
    static func table(_ panel: Panel, _ primary: PrimaryMetric, _ analysis: Analysis) -> Table? {
        let shown = analysis.metrics.compactMap { metric -> Shown? in
            guard metric.id != primary.id else { return nil }
            let parts: [DataPart] = metric.needs == nil ? [.test] : [.test, .train]
            return parts.first { part in panel.rows.contains { $0.metric(metric.id, on: part) != nil } }
                .map { Shown(metric: metric, part: $0) }
        }
        guard !shown.isEmpty else { return nil }
        let percent = NumberText.given(analysis.level * 100) + " %"
        var columns = [Table.Column("method", "method")]
        for one in shown {
            let arrow = PrimaryMetric(id: one.metric.id, direction: one.metric.direction).arrow
            let isTest = one.part == .test
            columns.append(
                Table.Column(
                    isTest ? one.metric.id : "\(one.metric.id)_\(one.part.rawValue)",
                    "\(one.metric.id)\(arrow) (\(isTest ? "" : "\(one.part.rawValue), ")± \(percent))", .right
                ))
        }
        let rows = panel.methods.map { method -> [Table.Cell] in
            let completed = panel.rows.filter { $0.method == method.label && $0.status?.kind == .completed }
            return [Table.Cell(method.label)]
                + shown.map { one in
                    let values = completed.compactMap { $0.metric(one.metric.id, on: one.part) }
                        .filter(\.isFinite)
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
