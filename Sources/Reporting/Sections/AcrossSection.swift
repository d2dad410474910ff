import Primitives
import Records
import Statistics

/// What can be said beyond one dataset: ranks, which methods are told apart, and the overall contrasts.
enum AcrossSection: ReportSection {
    static let id = "across"

    static func make(_ context: ReportContext) -> [Section] {
        let analysis = context.analysis
        let datasets = Grouping(analysis.panels, by: \.key.dataset).groups.count
        guard analysis.panels.contains(where: { $0.metric != nil }), analysis.panels.count > 0 else {
            return []
        }
        let title = "Across datasets"
        func alone(_ text: String) -> [Section] {
            [Section(id: id, title: title, blocks: [.paragraph(text)])]
        }
        if datasets == 1 {
            return alone(
                "There is one dataset, so nothing can be said about others: a method that is better here may be "
                    + "worse on the next.")
        }
        guard let across = analysis.across else {
            return alone(
                "Fewer than two datasets have a deciding metric with a direction and the same two methods, so that "
                    + "nothing can be said across datasets.")
        }
        let ranks = RankTable(across: across, analysis: analysis)
        var blocks: [Section.Block] = [.list(ranks.facts), .table(ranks.table)]
        blocks += RankFigures(across: across, analysis: analysis).all.map(Section.Block.figure)
        for contrasts in across.overall {
            blocks.append(.table(OverallTable(contrasts: contrasts, analysis: analysis).table))
        }
        let findings = across.overall.flatMap {
            OverallSentences(contrasts: $0, analysis: analysis).findings
        }
        if !findings.isEmpty { blocks.append(.findings(findings)) }
        return [Section(id: id, title: title, blocks: blocks)]
    }
}
