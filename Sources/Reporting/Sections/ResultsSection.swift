import Primitives
import Records
import Statistics

/// The main tables: one per dataset and model.
enum ResultsSection: ReportSection {
    static let id = "results"

    static func make(_ context: ReportContext) -> [Section] {
        let analysis = context.analysis
        return analysis.panels.map { panel in
            let title = "Results on \(panel.title(in: analysis))"
            guard let metric = panel.metric else {
                let reason =
                    panel.dataset == nil ? "the dataset has no record" : "the suite sets none for this task"
                return Section(
                    id: "\(id)-\(panel.id)", title: title,
                    blocks: [.paragraph("There is no primary metric to show: \(reason).")])
            }
            var blocks: [Section.Block] = [.table(table(panel, metric, analysis))]
            if let others = OtherMetrics.table(panel, metric, analysis) { blocks.append(.table(others)) }
            if let probes = ProbeTable.table(panel, analysis) { blocks.append(.table(probes)) }
            return Section(id: "\(id)-\(panel.id)", title: title, blocks: blocks)
        }
    }

    private static func table(_ panel: Panel, _ metric: PrimaryMetric, _ analysis: Analysis) -> Table {
        let percent = NumberText.given(analysis.level * 100) + " %"
        return Table(
            id: "\(id)-\(panel.id)",
            columns: [
                Table.Column("method", "method"),
                Table.Column("completed", "n", .right),
                Table.Column("mean", "\(metric.id)\(metric.arrow) (± \(percent))", .right),
                Table.Column("difference", "Δ to \(panel.baseline) (± \(percent))", .right),
                Table.Column("pairs", "pairs", .right),
                Table.Column("p", "p (Holm)", .right),
                Table.Column("failures", "failed", .right),
                Table.Column("passes", "passes", .right),
                Table.Column("cpu_seconds", "CPU s", .right),
            ],
            rows: panel.methods.map { row($0) }, rowIDs: panel.methods.map(\.label), notes: notes(panel))
    }

    private static func row(_ method: MethodSummary) -> [Table.Cell] {
        let difference = method.difference
        return [
            Table.Cell(method.label + (method.isNotWorseThanBest ? " †" : ""), value: .string(method.label)),
            Table.Cell(
                "\(method.values.count)/\(method.planned)",
                value: ["completed": .integer(method.values.count), "planned": .integer(method.planned)]),
            method.estimate.map { Table.Cell(NumberText.estimate($0), value: json($0)) } ?? .blank,
            method.isBaseline
                ? Table.Cell("baseline", value: .null)
                : difference.map {
                    Table.Cell(NumberText.estimate($0.estimate, showsPlus: true), value: json($0.estimate))
                } ?? .blank,
            method.isBaseline ? .blank : integer(difference?.estimate.count ?? 0),
            p(method),
            integer(method.failures.count),
            Table.Cell(NumberText.given(method.costInPasses), value: .real(method.costInPasses)),
            method.cpuSeconds.map { Table.Cell(NumberText.significant($0, 3), value: .real($0)) } ?? .blank,
        ]
    }

    private static func p(_ method: MethodSummary) -> Table.Cell {
        switch method.difference?.test {
        case .identical: return Table.Cell("identical", value: .null)
        case .constant: return Table.Cell("no spread", value: .null)
        case .decided(let t, let degrees, let p):
            guard let adjusted = method.adjustedP else { return .blank }
            return Table.Cell(
                NumberText.p(adjusted),
                value: ["adjusted": .real(adjusted), "raw": .real(p), "t": .real(t), "df": .real(degrees)])
        case .tooFewPairs, nil: return .blank
        }
    }

    private static func notes(_ panel: Panel) -> [String] {
        var notes: [String] = []
        let survivors = panel.methods.filter { !$0.failures.isEmpty && !$0.values.isEmpty }.map(\.label)
        if !survivors.isEmpty {
            notes.append(
                "The means of \(survivors.joined(separator: ", ")) are over survivors; the seeds that failed "
                    + "are in no mean and no pair.")
        }
        let missing = panel.methods.reduce(0) { $0 + $1.missing }
        if missing > 0 { notes.append("Not run yet: \(missing) of these cells.") }
        if panel.resampling == nil {
            notes.append("No intervals: the sizes of the training and test parts are not known.")
        }
        if !panel.hasBaseline {
            notes.append("No comparison: the baseline \(panel.baseline) has no cell here.")
        }
        if panel.methods.contains(where: { $0.difference?.test == .constant }) {
            notes.append("No spread: every pair differs by the same amount, which gives no p-value.")
        }
        return notes
    }

    private static func integer(_ value: Int) -> Table.Cell {
        Table.Cell(String(value), value: .integer(value))
    }

    private static func json(_ estimate: MeanEstimate) -> JSONValue {
        [
            "mean": .real(estimate.mean), "n": .integer(estimate.count),
            "lower": (estimate.interval?.lower).map(JSONValue.real) ?? .null,
            "upper": (estimate.interval?.upper).map(JSONValue.real) ?? .null,
        ]
    }
}
