extension LearningCurves: FigureContent {
    var isEmpty: Bool { LineChart.drawable(series).allSatisfy(\.points.isEmpty) }

    func draw(on canvas: inout Canvas, top: Double) {
        let known = LineChart.drawable(series)
        let inks = SeriesInks.assign(known) { one in
            isHigherBetter.flatMap { isHigher in one.points.last.map { isHigher ? $0.y : -$0.y } }
        }
        let note = SeriesInks.note(
            known, inks, best: isHigherBetter == nil ? "first \(SeriesInks.most)" : "\(SeriesInks.most) best")
        var chart = LineChart(xTitle: xTitle, yTitle: yTitle, series: known, inks: inks)
        chart.notes = [note].compactMap { $0 }
        if let core = Self.core(known) {
            let space = (core.upperBound - core.lowerBound) * 0.05
            chart.yDomain = (core.lowerBound - space)...(core.upperBound + space)
            let names = known.filter { one in
                one.points.contains { !core.contains($0.y) }
            }.map(\.name)
            chart.notes.append("Partly beyond the plot: \(Phrases.list(names, most: 6)).")
        }
        chart.draw(on: &canvas, top: top) { left, right in
            let values = known.flatMap { $0.points.map(\.x) }
            let (low, high) = (values.min() ?? 0, values.max() ?? 1)
            return low < high
                ? .linear(domain: low...high, start: left, end: right, count: 8)
                : .linear(values, start: left, end: right, count: 8)
        }
    }

    /// What the plot should have room for where one line would leave the others none.
    private static func core(_ series: [Series]) -> ClosedRange<Double>? {
        series.count > 2 ? Clipping.core(series.flatMap { $0.points.map(\.y) }, reach: 6) : nil
    }

    /// The most points of a line in the table of the numbers.
    private static let mostRows = 9

    var dataNotes: [String] {
        series.contains { $0.points.count > Self.mostRows }
            ? ["Of long lines a few points; the view v_curves of the store has the values of all cells."] : []
    }

    var words: [String] {
        series.compactMap { one in
            one.points.last.map { last in
                "\(one.name)\(one.isBaseline ? " (baseline)" : ""): \(FigureNumbers.text(last.y))"
                    + "\(FigureNumbers.interval(last.band, name: "band")) at \(FigureNumbers.text(last.x))."
            }
        }
    }

    var columns: [Table.Column] { LearningCurves.columns(x: xTitle, y: yTitle) }

    var tableRows: [[Table.Cell]] {
        LearningCurves.rows(
            series.map { one in
                let step = (one.points.count + Self.mostRows - 2) / (Self.mostRows - 1)
                guard one.points.count > Self.mostRows else { return one }
                var result = one
                // The last stands for the result; the others are counted back from it.
                result.points = one.points.indices.filter { (one.points.count - 1 - $0) % step == 0 }
                    .map { one.points[$0] }
                return result
            })
    }

    /// The columns of lines with bands.
    static func columns(x: String, y: String) -> [Table.Column] {
        [
            Table.Column("series", "series"), Table.Column("x", x, .right), Table.Column("y", y, .right),
            Table.Column("lower", "lower end", .right), Table.Column("upper", "upper end", .right),
        ]
    }

    /// A row per point.
    static func rows(_ series: [Series]) -> [[Table.Cell]] {
        series.flatMap { one in
            one.points.map { point in
                [
                    Table.Cell(one.name), FigureNumbers.cell(point.x), FigureNumbers.cell(point.y),
                    FigureNumbers.cell(point.band?.lowerBound), FigureNumbers.cell(point.band?.upperBound),
                ]
            }
        }
    }
}
