extension SensitivityCurves: FigureContent {
    private var known: [LearningCurves.Series] { LineChart.drawable(series) }

    var isEmpty: Bool { known.allSatisfy(\.points.isEmpty) }

    func draw(on canvas: inout Canvas, top: Double) {
        let values = known.flatMap { $0.points.map(\.x) }
        // By logarithms nothing has a place at or below 0: 0 stands apart, and less forbids them.
        let isLogarithmic = isLogarithmic && values.allSatisfy { $0 >= 0 } && values.contains { $0 > 0 }
        let hasZero = isLogarithmic && values.contains(0)
        let gap = hasZero ? 46.0 : 0
        let inks = SeriesInks.assign(known) { one in
            let heights = one.points.map(\.y)
            return isHigherBetter.flatMap { $0 ? heights.max() : heights.min().map { -$0 } }
        }
        let base = baseline.flatMap { $0.y.isDrawable ? $0 : nil }
        var chart = LineChart(
            xTitle: xTitle, yTitle: yTitle, series: known, inks: inks, marksEveryPoint: true,
            hasWhiskers: true)
        chart.otherHeights = base.map { [$0.y] + ($0.band?.drawableEnds ?? []) } ?? []
        chart.level = base.map { ("baseline", $0.y) }
        let best = isHigherBetter == nil ? "first \(SeriesInks.most)" : "\(SeriesInks.most) best"
        chart.notes = [SeriesInks.note(known, inks, best: best)].compactMap { $0 }
        var zero = 0.0
        chart.draw(
            on: &canvas, top: top,
            scale: { left, right in
                guard isLogarithmic else { return .linear(values, start: left, end: right, count: 8) }
                zero = left + gap / 2
                let positive = AxisScale.logarithmic(values.filter { $0 > 0 }, start: left + gap, end: right)
                return positive
            },
            position: { scale, value in hasZero && value == 0 ? zero : scale.position(value) }
        ) { canvas, area in
            if hasZero { Self.drawZero(on: &canvas, area, at: zero) }
            guard let base else { return }
            let y = area.y.position(base.y)
            if let band = base.band {
                let high = area.y.position(band.upperBound)
                canvas.rectangle(
                    area.left, high, area.right - area.left, area.y.position(band.lowerBound) - high, "region"
                )
            }
            canvas.path([.init(x: area.left, y: y), .init(x: area.right, y: y)], "sb")
        }
    }

    /// The tick of the 0 that stands apart, with two strokes where the axis is broken.
    private static func drawZero(on canvas: inout Canvas, _ area: PlotArea, at zero: Double) {
        let gap = area.x.start - 4
        canvas.rectangle(gap - 3, area.bottom - 2, 6, 4, "paper")
        for shift in [-3.0, 3] {
            canvas.line(gap + shift - 2, area.bottom + 5, gap + shift + 2, area.bottom - 5, "axis")
        }
        canvas.line(zero, area.bottom, zero, area.bottom + 4, "axis")
        canvas.text("0", zero, area.bottom + 17, "m", anchor: .middle)
    }

    var words: [String] {
        let base = baseline.map {
            ["Baseline: \(FigureNumbers.text($0.y))\(FigureNumbers.interval($0.band))."]
        }
        return (base ?? [])
            + series.flatMap { one in
                one.points.map {
                    "\(one.name) at \(FigureNumbers.text($0.x)): \(FigureNumbers.text($0.y))"
                        + "\(FigureNumbers.interval($0.band))."
                }
            }
    }

    var columns: [Table.Column] { LearningCurves.columns(x: xTitle, y: yTitle) }

    var tableRows: [[Table.Cell]] {
        let base = baseline.map { point in
            [
                Table.Cell("baseline"), Table.Cell.blank, FigureNumbers.cell(point.y),
                FigureNumbers.cell(point.band?.lowerBound), FigureNumbers.cell(point.band?.upperBound),
            ]
        }
        return (base.map { [$0] } ?? []) + LearningCurves.rows(series)
    }
}
