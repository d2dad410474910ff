extension LearningCurves: FigureContent {
    var isEmpty: Bool { LineChart.drawable(series).allSatisfy(\.points.isEmpty) }

    func draw(on canvas: inout Canvas, top: Double) {
        let known = LineChart.drawable(series)
        let inks = SeriesInks.assign(known) { one in
            isHigherBetter.flatMap { isHigher in one.points.last.map { isHigher ? $0.y : -$0.y } }
        }
        let note = SeriesInks.note(
            known, inks, best: isHigherBetter == nil ? "first \(SeriesInks.most)" : "\(SeriesInks.most) best")
        LineChart(
            xTitle: xTitle, yTitle: yTitle, series: known, inks: inks, notes: note.map { [$0] } ?? []
        ).draw(on: &canvas, top: top) { left, right in
            let values = known.flatMap { $0.points.map(\.x) }
            let (low, high) = (values.min() ?? 0, values.max() ?? 1)
            return low < high
                ? .linear(domain: low...high, start: left, end: right, count: 8)
                : .linear(values, start: left, end: right, count: 8)
        }
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
    var tableRows: [[Table.Cell]] { LearningCurves.rows(series) }

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
