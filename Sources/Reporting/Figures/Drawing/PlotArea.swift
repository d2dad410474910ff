/// Two axes with their grid and titles.
struct PlotArea {
    var x: AxisScale
    var y: AxisScale
    /// The left end of the plot; its horizontal axis may begin further right.
    var left: Double

    /// Right, top and bottom of the plot.
    var right: Double { x.end }
    var top: Double { y.end }
    var bottom: Double { y.start }

    /// The room for the labels of a vertical axis.
    static func labelRoom(_ scale: AxisScale) -> Double {
        (scale.ticks.map { TextMetrics.width($0.label, size: 11) }.max() ?? 0) + 10
    }

    /// Draws grid, ticks and titles; the vertical axis's title stands above it, where it can be read.
    func draw(_ canvas: inout Canvas, xTitle: String, yTitle: String, hasXTicks: Bool = true) {
        for tick in y.ticks {
            let place = y.position(tick.value)
            canvas.line(left, place, right, place, "grid")
            canvas.text(tick.label, left - 6, place + 4, "m", anchor: .end)
        }
        canvas.line(left, bottom, right, bottom, "axis")
        if hasXTicks { drawHorizontalTicks(&canvas) }
        canvas.text(
            [yTitle, y.exponentText].filter { !$0.isEmpty }.joined(separator: ", "), Canvas.margin, top - 10,
            "m", room: right - Canvas.margin, size: 11)
        let title = [xTitle, x.exponentText].filter { !$0.isEmpty }.joined(separator: ", ")
        canvas.text(
            title, (left + right) / 2, bottom + (hasXTicks ? 34 : 18), "m", anchor: .middle,
            room: right - Canvas.margin, size: 11)
    }

    private func drawHorizontalTicks(_ canvas: inout Canvas) {
        var free = -Double.infinity
        for tick in x.ticks {
            let place = x.position(tick.value)
            canvas.line(place, bottom, place, bottom + 4, "axis")
            let half = TextMetrics.width(tick.label, size: 11) / 2
            guard place - half > free else { continue }
            canvas.text(tick.label, place, bottom + 17, "m", anchor: .middle)
            free = place + half + 4
        }
    }
}
