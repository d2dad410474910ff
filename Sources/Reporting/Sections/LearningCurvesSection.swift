import Primitives
import Records

/// How the methods got where they ended: the primary metric and the training objective over the epochs.
enum LearningCurvesSection: ReportSection {
    static let id = "curves"
    /// The name of the mean training objective in the curves.
    static let objective = "loss"

    /// The most epochs of a line; of more, every second, third, … is shown, and the last.
    private static let mostEpochs = 120

    static func make(_ context: ReportContext) -> [Section] {
        guard let curves = context.input.curves else { return [] }
        if let omission = curves.omission {
            let text = "Learning curves are left out: \(omission). The view v_curves of the store has them."
            return [Section(id: id, title: "Learning curves", isAside: true, blocks: [.paragraph(text)])]
        }
        return context.analysis.panels.compactMap { panel in
            var blocks: [Section.Block] = []
            for kind in [kind(of: panel, curves), objectiveKind(curves)].compactMap({ $0 }) {
                blocks += self.blocks(panel, kind, curves, context)
            }
            guard !blocks.isEmpty else { return nil }
            return Section(
                id: "\(id)-\(panel.id)", title: "Learning curves on \(panel.title(in: context.analysis))",
                isAside: true, blocks: blocks)
        }
    }

    /// What a figure is of.
    private struct Kind {
        var name: String
        var measure: Int
        var title: String
        var yTitle: String
        var isHigherBetter: Bool?
        var remark: String
    }

    /// The primary metric: on the validation part, or where only that was recorded on the test part.
    private static func kind(of panel: Panel, _ curves: LearningCurveTable) -> Kind? {
        guard let metric = panel.metric else { return nil }
        for part in [DataPart.validation, .test] {
            guard let measure = curves.measures.firstIndex(of: .init(part: part, name: metric.id)),
                panel.methods.contains(where: { method in
                    method.rows.contains { !curves.points(row: $0, measure: measure).isEmpty }
                })
            else { continue }
            let better =
                metric.direction.map { $0 == .higher ? " (higher is better)" : " (lower is better)" } ?? ""
            return Kind(
                name: "metric", measure: measure, title: "\(metric.id) on \(part.rawValue)",
                yTitle: "\(metric.id) on \(part.rawValue)\(better)",
                isHigherBetter: metric.direction.map { $0 == .higher },
                remark: part == .test
                    ? " The test part was watched during training: choosing an epoch by it would be cheating."
                    : "")
        }
        return nil
    }

    private static func objectiveKind(_ curves: LearningCurveTable) -> Kind? {
        guard let measure = curves.measures.firstIndex(of: .init(part: .train, name: objective)) else {
            return nil
        }
        return Kind(
            name: "objective", measure: measure, title: "training objective",
            yTitle: "mean training objective", isHigherBetter: false,
            remark:
                " Methods that change the objective or the batch have objectives of their own: their heights "
                + "cannot be compared with others'.")
    }

    private static func blocks(
        _ panel: Panel, _ kind: Kind, _ curves: LearningCurveTable, _ context: ReportContext
    ) -> [Section.Block] {
        var notes: [String] = []
        let series = panel.methods.compactMap { method -> LearningCurves.Series? in
            let summary = CurveSummary(
                rows: method.rows, of: curves, measure: kind.measure, results: panel.table,
                isHigherBetter: kind.isHigherBetter)
            if summary.endedEarly > 0 {
                notes.append("\(method.label) (\(summary.endedEarly) of \(summary.count))")
            }
            guard !summary.points.isEmpty else { return nil }
            return LearningCurves.Series(
                name: method.label, points: thinned(summary.points), isBaseline: method.isBaseline)
        }
        guard series.contains(where: { $0.points.count > 1 }) else { return [] }
        let place = panel.title(in: context.analysis)
        let figure = Figure(
            id: "\(id)-\(kind.name)-\(panel.id)",
            title: "\(kind.title.capitalizedFirst) over the epochs, \(place)",
            caption:
                "\(kind.title.capitalizedFirst) over the epochs on \(place): the median over the seeds, with "
                + "the range between the quartiles as a band. It shows how far seeds lie apart and is no confidence "
                + "interval.\(kind.remark)",
            content: .learningCurves(
                LearningCurves(
                    xTitle: "epochs completed", yTitle: kind.yTitle, series: series,
                    isHigherBetter: kind.name == "metric" ? kind.isHigherBetter : nil)))
        guard !notes.isEmpty else { return [.figure(figure)] }
        return [
            .figure(figure),
            .paragraph(
                "Cells that ended before their time count as the worst value from then on, and a line ends where "
                    + "its median would: \(Phrases.list(notes, most: 40))."),
        ]
    }

    private static func thinned(_ points: [LearningCurves.Point]) -> [LearningCurves.Point] {
        let step = (points.count + mostEpochs - 1) / mostEpochs
        guard step > 1 else { return points }
        return points.indices.filter { ($0 + 1) % step == 0 || $0 == points.count - 1 || $0 == 0 }
            .map { points[$0] }
    }
}
