import Primitives
import Statistics

/// The figures of a panel: its differences to the baseline, and the values of all seeds.
struct PanelFigures {
    let panel: Panel
    let metric: PrimaryMetric
    let analysis: Analysis

    /// More marks than this say less than the table.
    private static let mostMarks = 2_000
    private static let mostScatterRows = 40

    var all: [Figure] { [forest, scatter].compactMap { $0 } }

    private var better: String {
        switch metric.direction {
        case .higher: " (higher is better)"
        case .lower: " (lower is better)"
        case nil: ""
        }
    }

    private var forest: Figure? {
        let rows = panel.contrasts.map { method -> ForestPlot.Row in
            let estimate = method.difference?.estimate
            var text = estimate.map { NumberText.estimate($0, showsPlus: true) } ?? "no pair"
            if let p = method.adjustedP { text += ", p = \(NumberText.p(p, threshold: analysis.threshold))" }
            return ForestPlot.Row(
                label: method.label, group: panel.title(in: analysis), estimate: estimate?.value,
                interval: estimate?.interval.map { $0.lower...$0.upper }, text: text,
                isSignificant: analysis.isSignificant(method))
        }
        guard rows.contains(where: { $0.interval.map { $0.lowerBound < $0.upperBound } ?? false }) else {
            return nil
        }
        let options = analysis.options
        let corrected =
            options.correction == .none ? "" : " after correction (\(options.correction.short))"
        return Figure(
            id: "forest-\(panel.id)",
            title: "Differences to \(panel.baseline) on \(panel.title(in: analysis))",
            caption:
                "\(options.aggregate.noun.capitalizedFirst) of the paired differences of \(metric.id) on test, "
                + "with \(Phrases.percent(options.level)) intervals. Filled: p below "
                + "\(NumberText.given(options.threshold))\(corrected)."
                + (options.margin.map { " Band: ±\(NumberText.given($0)), said not to matter." } ?? ""),
            content: .forest(
                ForestPlot(
                    xTitle: "Δ \(metric.id) to \(panel.baseline)\(better)", rows: rows, margin: options.margin
                )))
    }

    private var scatter: Figure? {
        let marks = panel.methods.reduce(0) { $0 + $1.values.count }
        let most = panel.methods.reduce(0) { max($0, $1.values.count) }
        guard most > 1, marks <= Self.mostMarks, panel.methods.count <= Self.mostScatterRows else {
            return nil
        }
        let rows = panel.methods.map { method in
            SeedScatter.Row(
                label: method.label,
                values: zip(method.seeds, method.values).map { SeedScatter.Value(seed: $0, value: $1) },
                mean: mean(method.values))
        }
        return Figure(
            id: "seeds-\(panel.id)", title: "All seeds on \(panel.title(in: analysis))",
            caption: "\(metric.id) on test of every seed with a value; lines join the values of one seed.",
            content: .seedScatter(SeedScatter(xTitle: "\(metric.id)\(better)", rows: rows)))
    }
}

extension String {
    /// With a capital letter at its beginning.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
