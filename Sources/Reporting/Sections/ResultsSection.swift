import Primitives
import Records
import Statistics

/// What each dataset with each model says: the main table, the contrasts, their figures, the other metrics.
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
            var blocks: [Section.Block] = [
                .table(MainTable(panel: panel, metric: metric, analysis: analysis).table)
            ]
            if !panel.contrasts.isEmpty {
                blocks.append(.table(ContrastTable(panel: panel, metric: metric, analysis: analysis).table))
                let findings = ContrastSentences(panel: panel, analysis: analysis).findings
                if !findings.isEmpty { blocks.append(.findings(findings)) }
            }
            blocks += PanelFigures(panel: panel, metric: metric, analysis: analysis).all.map(
                Section.Block.figure)
            if let others = OtherMetrics.table(panel, metric, analysis) { blocks.append(.table(others)) }
            if let probes = ProbeTable.table(panel, analysis) { blocks.append(.table(probes)) }
            return Section(id: "\(id)-\(panel.id)", title: title, blocks: blocks)
        }
    }
}
