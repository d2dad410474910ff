import Primitives
import Records
import Statistics

/// What the methods cost, and which of them no other beats in quality and cost.
enum CostSection: ReportSection {
    static let id = "cost"

    static func make(_ context: ReportContext) -> [Section] {
        let analysis = context.analysis
        let figures = analysis.panels.compactMap { pareto($0, analysis) }
        guard let table = table(analysis) else { return [] }
        var blocks: [Section.Block] = [.table(table)]
        if !figures.isEmpty {
            blocks.append(.list(figures.map(\.sentence)))
            blocks += figures.map { .figure($0.figure) }
        }
        return [Section(id: id, title: "Cost", isAside: true, blocks: blocks)]
    }

    /// What the cost of a method is here: passes are the same on every machine, seconds are not.
    private static func cost(_ method: MethodSummary, _ options: ReportOptions) -> Double? {
        options.isReproducible ? method.costInPasses : method.cpuSeconds
    }

    private static func table(_ analysis: Analysis) -> Table? {
        let methods = Grouping(
            analysis.panels.flatMap { panel in panel.methods.map { (panel: panel, method: $0) } },
            by: \.method.label
        ).groups
        let showsSeconds = !analysis.options.isReproducible
        let costs = Set(methods.flatMap { $0.values.map(\.method.costInPasses) })
        guard methods.count > 1, showsSeconds || costs.count > 1 else { return nil }
        func seconds(_ label: String) -> Double? {
            let group = methods.first { $0.key == label }?.values ?? []
            let times = group.compactMap(\.method.cpuSeconds)
            return times.count == group.count ? mean(times) : nil
        }
        let reference = seconds(analysis.baseline)
        var columns = [Table.Column("method", "method"), Table.Column("passes", "passes", .right)]
        if showsSeconds {
            columns += [
                Table.Column("cpu_seconds", "CPU s", .right),
                Table.Column("ratio", "× \(analysis.baseline)", .right),
            ]
        }
        let rows = methods.map { group -> [Table.Cell] in
            let passes = Grouping(group.values.map(\.method.costInPasses), by: { $0 }).groups.map(\.key)
            let all = group.values.flatMap(\.method.rows)
            var cells = [
                Table.Cell(group.key),
                Table.Cell(
                    passes.map(NumberText.given).joined(separator: ", "),
                    value: passes.count == 1 ? .real(passes[0]) : .array(passes.map(JSONValue.real))),
            ]
            if showsSeconds {
                let own = seconds(group.key)
                let origin = Table.Origin(
                    formula: "mean, over datasets and models, of the median CPU seconds of a completed cell",
                    rows: all)
                cells.append(
                    own.map {
                        Table.Cell(NumberText.significant($0, 3), value: .real($0), origin: origin)
                    } ?? .blank)
                if let own, let reference, reference > 0 {
                    cells.append(
                        Table.Cell(
                            NumberText.significant(own / reference, 3), value: .real(own / reference),
                            origin: origin))
                } else {
                    cells.append(.blank)
                }
            }
            return cells
        }
        var notes = [
            "passes: the declared cost of a training step in forward-backward passes. Methods are compared after "
                + "equal epochs, not at equal cost."
        ]
        if showsSeconds {
            notes.append(
                "CPU s: mean over datasets and models of the median per completed cell; it depends on the machine "
                    + "and on what else ran there.")
        }
        return Table(id: id, columns: columns, rows: rows, rowIDs: methods.map(\.key), notes: notes)
    }

    private static func pareto(_ panel: Panel, _ analysis: Analysis) -> (figure: Figure, sentence: String)? {
        guard let metric = panel.metric, let direction = metric.direction else { return nil }
        let options = analysis.options
        let known = panel.methods.compactMap {
            method -> (method: MethodSummary, cost: Double, quality: Double)? in
            guard method.failures.isEmpty, let cost = cost(method, options),
                let value = method.estimate?.value
            else { return nil }
            return (method, cost, value)
        }
        guard Set(known.map(\.cost)).count > 1 else { return nil }
        func isBetter(_ a: Double, _ b: Double) -> Bool { direction == .higher ? a > b : a < b }
        let points = known.map { one in
            ParetoPlot.Point(
                label: one.method.label, cost: one.cost, quality: one.quality,
                interval: one.method.estimate?.interval.map { $0.lower...$0.upper },
                isOnFront: !known.contains { other in
                    other.cost <= one.cost && !isBetter(one.quality, other.quality)
                        && (other.cost < one.cost || isBetter(other.quality, one.quality))
                })
        }
        let title = panel.title(in: analysis)
        let unit =
            options.isReproducible ? "forward-backward passes per step" : "CPU seconds per cell (median)"
        let front = points.filter(\.isOnFront).sorted { ($0.cost, $0.label) < ($1.cost, $1.label) }
        let figure = Figure(
            id: "pareto-\(panel.id)", title: "Quality and cost on \(title)",
            caption:
                "\(options.aggregate.noun.capitalizedFirst) of \(metric.id) on test over \(unit); the line joins "
                + "the methods that no other beats in both. Methods with failures are left out.",
            content: .pareto(
                ParetoPlot(
                    xTitle: unit, yTitle: "\(metric.id)\(metric.arrow)", isHigherBetter: direction == .higher,
                    points: points)))
        return (
            figure,
            "On \(title) the front of quality and cost is \(Phrases.list(front.map(\.label))): every other method is "
                + "beaten by one of these that costs no more and is no worse, intervals not taken into account."
        )
    }
}
