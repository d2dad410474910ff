import Primitives
import Records
import Statistics

/// How the primary metric depends on the hyperparameters that the suite varies.
enum SensitivitySection: ReportSection {
    static let id = "sensitivity"

    static func make(_ context: ReportContext) -> [Section] {
        let parameters = ParameterFamilies(context.input.experiment.resolved).parameters
        guard !parameters.isEmpty else { return [] }
        var figures: [Figure] = []
        var rows: [[Table.Cell]] = []
        for drawn in Self.drawn(parameters) {
            for panel in context.analysis.panels {
                guard let metric = panel.metric else { continue }
                let lines = drawn.parameters.flatMap { Self.lines($0, panel) }
                guard !lines.isEmpty else { continue }
                figures.append(figure(drawn, lines, panel, metric, context))
                rows += lines.compactMap { row($0, panel, metric, context) }
            }
        }
        guard !figures.isEmpty else { return [] }
        let preface =
            "Methods that differ in one number and in nothing else. The values are those of the tables: a best "
            + "value read off here was chosen by the test part, so its result is too good for a method tuned that "
            + "way."
        let atEdge = rows.count { $0[6].value == .boolean(true) }
        let warning =
            atEdge == 0
            ? ""
            : " In \(atEdge) of \(rows.count) the best value is at an edge of those tried: better ones may lie beyond."
        return [
            Section(
                id: id, title: "Sensitivity to hyperparameters", isAside: true,
                blocks: [.paragraph(preface + warning)] + (rows.isEmpty ? [] : [.table(table(rows))])
                    + figures.map(Section.Block.figure))
        ]
    }

    private static func table(_ rows: [[Table.Cell]]) -> Table {
        Table(
            id: id,
            columns: [
                Table.Column("panel", "dataset"), Table.Column("component", "component"),
                Table.Column("parameter", "parameter"), Table.Column("values", "values tried"),
                Table.Column("best", "best", .right), Table.Column("metric", "metric", .right),
                Table.Column("edge", "where"),
            ], rows: rows, rowIDs: rows.indices.map { String($0 + 1) })
    }

    /// What one figure per panel shows: one parameter of one component, or of many that call it by one name.
    private struct Drawn {
        var name: String
        var parameters: [ParameterFamilies.Parameter]

        /// The component, where there is one.
        var component: String? { parameters.count == 1 ? parameters[0].component : nil }
    }

    /// More components than this that call a parameter by one name share a figure.
    private static let mostAlone = 3

    private static func drawn(_ parameters: [ParameterFamilies.Parameter]) -> [Drawn] {
        Grouping(parameters, by: \.name).groups.flatMap { group -> [Drawn] in
            group.values.count > mostAlone
                ? [Drawn(name: group.key, parameters: group.values)]
                : group.values.map { Drawn(name: group.key, parameters: [$0]) }
        }
    }

    /// A family with its values in a panel.
    private struct Line {
        var component: String
        var parameter: String
        /// Whether the component varies the parameter in several families.
        var isOneOfSeveral: Bool
        var family: ParameterFamilies.Family
        var points: [LearningCurves.Point]
        /// The values that no cell has a result for.
        var missing: [Double]

        /// What tells it from the others.
        var name: String { isOneOfSeveral ? family.name : component }
    }

    private static func lines(_ parameter: ParameterFamilies.Parameter, _ panel: Panel) -> [Line] {
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
            return Line(
                component: parameter.component, parameter: parameter.name,
                isOneOfSeveral: parameter.families.count > 1, family: family, points: points,
                missing: found.filter { $0.1 == nil }.map(\.0))
        }
    }

    private static func figure(
        _ drawn: Drawn, _ lines: [Line], _ panel: Panel, _ metric: PrimaryMetric,
        _ context: ReportContext
    ) -> Figure {
        let place = panel.title(in: context.analysis)
        let positive = lines.flatMap { $0.points.map(\.x) }.filter { $0 > 0 }
        let isLogarithmic =
            lines.allSatisfy { $0.points.allSatisfy { $0.x >= 0 } }
            && (positive.max() ?? 1) / (positive.min() ?? 1) > 10
        let better =
            metric.direction.map { $0 == .higher ? " (higher is better)" : " (lower is better)" } ?? ""
        let subject = "\(drawn.name) of \(drawn.component ?? "\(drawn.parameters.count) components")"
        let baseline = panel.methods.first(where: \.isBaseline)?.estimate.map { estimate in
            LearningCurves.Point(
                x: 0, y: estimate.value, band: estimate.interval.map { $0.lower...max($0.lower, $0.upper) })
        }
        return Figure(
            id: "\(id)-\("\(drawn.component ?? "") \(drawn.name)".slug)-\(panel.id)",
            title: "\(metric.id.capitalizedFirst) over the \(subject), \(place)",
            caption: "\(metric.id.capitalizedFirst) on test over the \(subject) on \(place), with "
                + "\(Phrases.percent(context.options.level)) intervals"
                + (baseline == nil ? "." : "; the horizontal line with its band is \(panel.baseline)."),
            content: .sensitivity(
                SensitivityCurves(
                    xTitle: (drawn.component.map { "\($0): " } ?? "") + drawn.name
                        + (isLogarithmic ? ", logarithmic" : ""),
                    yTitle: "\(metric.id) on test\(better)", isLogarithmic: isLogarithmic,
                    series: lines.map { LearningCurves.Series(name: $0.name, points: $0.points) },
                    baseline: baseline, isHigherBetter: metric.direction.map { $0 == .higher })))
    }

    /// Which value is best, and whether better ones may lie beyond those tried.
    private static func row(
        _ line: Line, _ panel: Panel, _ metric: PrimaryMetric, _ context: ReportContext
    ) -> [Table.Cell]? {
        let heights = line.points.map(\.y)
        guard let direction = metric.direction,
            let best = direction == .higher ? heights.max() : heights.min()
        else { return nil }
        let places = line.points.indices.filter { line.points[$0].y == best }
        let tried = line.points.map { DecimalText($0.x).shown }
        let (isAll, isFirst, isLast) = (
            places.count == heights.count, places.contains(0), places.contains(heights.count - 1)
        )
        // Nothing lies beyond 0.
        let isEdge = !isAll && (isLast || isFirst && line.points[0].x != 0)
        let position =
            isAll ? "all are equal" : isLast ? "the largest tried" : isFirst ? "the smallest tried" : "inside"
        let width = line.points[places[0]].band.map { $0.upperBound - $0.lowerBound }
        let missing = line.missing.map { DecimalText($0).shown }
        return [
            Table.Cell(panel.title(in: context.analysis)), Table.Cell(line.name), Table.Cell(line.parameter),
            Table.Cell(
                tried.joined(separator: ", ")
                    + (missing.isEmpty ? "" : "; without a result: \(missing.joined(separator: ", "))")),
            Table.Cell(
                places.map { tried[$0] }.joined(separator: ", "), value: .real(line.points[places[0]].x)),
            Table.Cell(NumberText.value(best, cutAt: width), value: .real(best)),
            Table.Cell(position, value: .boolean(isEdge)),
        ]
    }
}

extension DecimalText {
    /// All digits, with a power of ten where there would be many zeros.
    fileprivate var shown: String {
        exponent < -4 || exponent > 6 ? "\(scaled(by: -exponent).plain)e\(exponent)" : plain
    }
}
