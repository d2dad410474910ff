extension PerformanceProfilePlot: FigureContent {
    var isEmpty: Bool { LineChart.drawable(series).allSatisfy(\.points.isEmpty) }

    func draw(on canvas: inout Canvas, top: Double) {
        let known = LineChart.drawable(series)
        let values = known.flatMap { $0.points.map(\.x) }
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        let inks = SeriesInks.assign(known) { Self.area($0, to: high) }
        let note = SeriesInks.note(known, inks, best: "\(SeriesInks.most) with the most area below them")
        let heights = known.flatMap { $0.points.map(\.y) }
        let isShare = heights.allSatisfy { (0...1).contains($0) }
        LineChart(
            xTitle: xTitle, yTitle: yTitle, series: known, inks: inks, isStepped: true,
            notes: note.map { [$0] } ?? [], yDomain: isShare ? 0...1.02 : nil
        ).draw(on: &canvas, top: top) { left, right in
            low < high
                ? .linear(domain: low...(high + (high - low) * 0.03), start: left, end: right, count: 8)
                : .linear(values, start: left, end: right, count: 8)
        }
    }

    /// The area below a step function.
    private static func area(_ series: LearningCurves.Series, to end: Double) -> Double {
        let ends = series.points.dropFirst().map(\.x) + [end]
        return zip(series.points, ends).reduce(0) { $0 + $1.0.y * ($1.1 - $1.0.x) }
    }

    var words: [String] {
        series.compactMap { one in
            guard let first = one.points.first, let last = one.points.last else { return nil }
            return "\(one.name): \(FigureNumbers.text(first.y)) at \(FigureNumbers.text(first.x)), "
                + "\(FigureNumbers.text(last.y)) from \(FigureNumbers.text(last.x)) on."
        }
    }

    var columns: [Table.Column] { LearningCurves.columns(x: xTitle, y: yTitle) }
    var tableRows: [[Table.Cell]] { LearningCurves.rows(series) }
}
