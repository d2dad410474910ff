import Primitives
import Records
import Statistics

/// How the primary metric depends on the hyperparameters that the suite varies.
enum SensitivitySection: ReportSection {
    static let id = "sensitivity"

    static func make(_ context: ReportContext) -> [Section] {
        let parameters = ParameterFamilies(context.input.experiment.resolved).parameters
        guard !parameters.isEmpty else { return [] }
        var blocks: [Section.Block] = []
        var sentences: [String] = []
        for parameter in parameters {
            for panel in context.analysis.panels {
                guard let metric = panel.metric else { continue }
                let lines = lines(parameter, panel, context)
                guard !lines.isEmpty else { continue }
                let figure = figure(parameter, lines, panel, metric, context)
                blocks.append(.figure(figure))
                sentences += lines.compactMap { line in
                    sentence(line, parameter, panel, metric, context, isOnly: lines.count == 1)
                }
            }
        }
        guard !blocks.isEmpty else { return [] }
        let preface =
            "Methods that differ in one number and in nothing else. The values are those of the tables: a best "
            + "value read off here was chosen by the test part, so its result is too good for a method tuned that "
            + "way."
        return [
            Section(
                id: id, title: "Sensitivity to hyperparameters", isAside: true,
                blocks: [.paragraph(preface), .list(sentences)] + blocks)
        ]
    }

    /// A family with its values in a panel.
    private struct Line {
        var family: ParameterFamilies.Family
        var points: [LearningCurves.Point]
        /// The values that no cell has a result for.
        var missing: [Double]
    }

    private static func lines(
        _ parameter: ParameterFamilies.Parameter, _ panel: Panel, _ context: ReportContext
    ) -> [Line] {
        parameter.families.compactMap { family in
            let found = family.members.map { member in
                (member.value, panel.methods.first { $0.label == member.label }?.estimate)
            }
            let points = found.compactMap { value, estimate in
                estimate.map { estimate in
                    LearningCurves.Point(
                        x: value, y: estimate.value,
                        band: estimate.interval.map { $0.lower...max($0.lower, $0.upper) })
                }
            }
            guard points.count >= ParameterFamilies.fewest else { return nil }
            return Line(family: family, points: points, missing: found.filter { $0.1 == nil }.map(\.0))
        }
    }

    private static func figure(
        _ parameter: ParameterFamilies.Parameter, _ lines: [Line], _ panel: Panel, _ metric: PrimaryMetric,
        _ context: ReportContext
    ) -> Figure {
        let place = panel.title(in: context.analysis)
        let positive = lines.flatMap { $0.points.map(\.x) }.filter { $0 > 0 }
        let isLogarithmic =
            lines.allSatisfy { $0.points.allSatisfy { $0.x >= 0 } }
            && (positive.max() ?? 1) / (positive.min() ?? 1) > 10
        let better =
            metric.direction.map { $0 == .higher ? " (higher is better)" : " (lower is better)" } ?? ""
        let baseline = panel.methods.first(where: \.isBaseline)?.estimate.map { estimate in
            LearningCurves.Point(
                x: 0, y: estimate.value, band: estimate.interval.map { $0.lower...max($0.lower, $0.upper) })
        }
        return Figure(
            id: "\(id)-\("\(parameter.component) \(parameter.name)".slug)-\(panel.id)",
            title:
                "\(metric.id.capitalizedFirst) over the \(parameter.name) of \(parameter.component), \(place)",
            caption:
                "\(metric.id.capitalizedFirst) on test over the \(parameter.name) of \(parameter.component) on "
                + "\(place), with \(Phrases.percent(context.options.level)) intervals"
                + (baseline == nil ? "." : "; the horizontal line with its band is \(panel.baseline)."),
            content: .sensitivity(
                SensitivityCurves(
                    xTitle: "\(parameter.component): \(parameter.name)"
                        + (isLogarithmic ? ", logarithmic" : ""),
                    yTitle: "\(metric.id) on test\(better)", isLogarithmic: isLogarithmic,
                    series: lines.map { line in
                        LearningCurves.Series(
                            name: lines.count == 1 ? parameter.component : line.family.name,
                            points: line.points)
                    }, baseline: baseline)))
    }

    /// Which value is best, and whether better ones may lie beyond those tried.
    private static func sentence(
        _ line: Line, _ parameter: ParameterFamilies.Parameter, _ panel: Panel, _ metric: PrimaryMetric,
        _ context: ReportContext, isOnly: Bool
    ) -> String? {
        guard let direction = metric.direction else { return nil }
        let heights = line.points.map(\.y)
        guard let best = direction == .higher ? heights.max() : heights.min() else { return nil }
        let places = line.points.indices.filter { line.points[$0].y == best }
        let values = places.map { DecimalText(line.points[$0].x).shown }
        let name = isOnly ? parameter.component : line.family.name
        var text =
            "\(panel.title(in: context.analysis)): of \(line.points.count) values of \(parameter.name) of "
            + "\(name), \(Phrases.list(values)) \(places.count == 1 ? "is" : "are") best "
            + "(\(metric.id) \(NumberText.value(best, cutAt: line.points[places[0]].band.map { $0.upperBound - $0.lowerBound })))"
        if places.count == line.points.count {
            text += ": all are equal"
        } else if places.contains(line.points.count - 1) {
            text += ", the largest tried: better ones may lie beyond"
        } else if places.contains(0) {
            text +=
                ", the smallest tried"
                + (line.points[0].x == 0 ? "" : ": better ones may lie beyond")
        } else {
            text += ", inside the values tried"
        }
        if !line.missing.isEmpty {
            text += "; without a result: \(Phrases.list(line.missing.map { DecimalText($0).shown }))"
        }
        return text + "."
    }
}

extension DecimalText {
    /// All digits, with a power of ten where there would be many zeros.
    fileprivate var shown: String {
        exponent < -4 || exponent > 6 ? "\(scaled(by: -exponent).plain)e\(exponent)" : plain
    }
}
