import Primitives
import Records

/// How far predicted probabilities can be trusted, and what happens to the quality off the beaten track.
enum CalibrationSection: ReportSection {
    static let id = "calibration"

    private static let reliability = "reliability/"

    /// Whether a metric judges predicted probabilities or distributions: it is shown here and not among the others.
    static func judgesProbabilities(_ metric: String) -> Bool {
        [
            "log_loss", "brier", "ece", "mce", "aurc", "e_aurc", "crps", "pinball", "coverage", "interval",
            "pit",
        ]
        .contains { metric == $0 || metric.hasPrefix($0 + "_") }
    }

    static func make(_ context: ReportContext) -> [Section] {
        let analysis = context.analysis
        return analysis.panels.compactMap { panel -> Section? in
            guard let metric = panel.metric else { return nil }
            var blocks: [Section.Block] = []
            if let table = OtherMetrics.table(
                panel, metric, analysis, id: id, isChosen: judgesProbabilities)
            {
                blocks.append(.table(table))
            }
            if let figure = diagram(panel, analysis) { blocks.append(.figure(figure)) }
            if let table = MeasureTable.table(
                panel, analysis, id: "evaluations", heading: ("evaluation", "evaluation"), part: .test,
                notes: [
                    "Each is measured on the test part after training, with random numbers of its own: what the "
                        + "trained model does with inputs that it was not trained for."
                ], isChosen: { $0.contains("/") && !$0.hasPrefix(reliability) })
            {
                blocks.append(.table(table))
            }
            guard !blocks.isEmpty else { return nil }
            return Section(
                id: "\(id)-\(panel.id)", title: "Calibration and robustness on \(panel.title(in: analysis))",
                isAside: true, blocks: blocks)
        }
    }

    /// The bins of every method, over its seeds.
    private static func diagram(_ panel: Panel, _ analysis: Analysis) -> Figure? {
        let bins = Set(
            panel.table.measures.filter { $0.part == .test && $0.name.hasPrefix(reliability) }
                .compactMap { $0.name.split(separator: "/").dropFirst().first.map(String.init) }
        ).sorted()
        guard !bins.isEmpty else { return nil }
        let series = panel.methods.compactMap { method -> ReliabilityDiagram.Series? in
            let found = bins.compactMap { bin(panel, method, "\(reliability)\($0)/") }
            return found.isEmpty
                ? nil
                : ReliabilityDiagram.Series(
                    name: method.label, bins: found.sorted { $0.confidence < $1.confidence })
        }
        guard !series.isEmpty else { return nil }
        return Figure(
            id: "reliability-\(panel.id)", title: "Reliability on \(panel.title(in: analysis))",
            caption:
                "Accuracy on test over confidence, in bins of equal width; the bins of all seeds together. On "
                + "the diagonal a model is right as often as it says.",
            content: .reliability(ReliabilityDiagram(series: series)))
    }

    /// One bin over the seeds, each weighing as many rows as it has there; nil for an empty one.
    private static func bin(_ panel: Panel, _ method: MethodSummary, _ name: String) -> ReliabilityDiagram
        .Bin?
    {
        func column(_ value: String) -> Int? {
            panel.table.column(.init(part: .test, name: name + value))
        }
        guard let confidence = column("confidence"), let accuracy = column("accuracy"),
            let share = column("share")
        else { return nil }
        var (weight, confidences, accuracies, count) = (0.0, 0.0, 0.0, 0)
        for row in method.rows where panel.table.kind(of: row) == .completed {
            guard let part = panel.table.value(row: row, column: share), part.isFinite else { continue }
            count += 1
            guard part > 0, let sure = panel.table.value(row: row, column: confidence), sure.isFinite,
                let right = panel.table.value(row: row, column: accuracy), right.isFinite
            else { continue }
            weight += part
            confidences += part * sure
            accuracies += part * right
        }
        guard weight > 0 else { return nil }
        return ReliabilityDiagram.Bin(
            confidence: confidences / weight, accuracy: accuracies / weight, share: weight / Double(count))
    }
}
