import Primitives
import Records
import Statistics

/// What the probes of a suite found: means with intervals, and no tests.
enum ProbeTable {
    /// A row per value and a column per method; nil where nothing was probed.
    static func table(_ panel: Panel, _ analysis: Analysis) -> Table? {
        let declared = Set(analysis.metrics.map(\.id))
        var names: [String] = []
        var seen: Set<String> = []
        for row in panel.rows {
            for metric in row.metrics
            where metric.part == .train && !declared.contains(metric.name)
                && seen.insert(metric.name).inserted
            {
                names.append(metric.name)
            }
        }
        guard !names.isEmpty else { return nil }
        let percent = NumberText.given(analysis.level * 100) + " %"
        let columns =
            [Table.Column("probe", "probe (± \(percent))")]
            + panel.methods.map { Table.Column($0.label, $0.label, .right) }
        let completed = Dictionary(
            grouping: panel.rows.filter { $0.status?.kind == .completed }, by: \.method)
        let rows = names.map { name -> [Table.Cell] in
            [Table.Cell(name)]
                + panel.methods.map { method in
                    let mine = completed[method.label] ?? []
                    let values = mine.compactMap { $0.metric(name, on: .train) }.filter(\.isFinite)
                    guard !values.isEmpty, values.count == mine.count,
                        var estimate = estimateMean(
                            values, level: analysis.level, resampling: panel.resampling ?? .independent)
                    else { return .blank }
                    if panel.resampling == nil { estimate.interval = nil }
                    return Table.Cell(NumberText.estimate(estimate), value: .real(estimate.mean))
                }
        }
        return Table(
            columns: columns, rows: rows,
            notes: ["Probes look at training rows and at the loss without the methods of the stack."])
    }
}
