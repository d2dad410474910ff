/// Lines with bands over two axes and their names at the right: what several kinds of figures have in common.
struct LineChart {
    var xTitle: String
    var yTitle: String
    var series: [LearningCurves.Series]
    var inks: [FigureStyle.Ink]
    /// Whether a line keeps its height up to the next point.
    var isStepped = false
    /// Whether every point has a mark; otherwise a few along the line have.
    var marksEveryPoint = false
    /// Whether bands are drawn as whiskers at the points.
    var hasWhiskers = false
    /// Notes that stand below.
    var notes: [String] = []
    /// The ends of the vertical axis; nil for those of the values.
    var yDomain: ClosedRange<Double>?
    /// What else the vertical axis must have room for.
    var otherHeights: [Double] = []
    /// A line across the whole plot that is named beside the others; nil where there is none.
    var level: (name: String, y: Double)?

    private static let height = 300.0

    /// The points that can be drawn.
    static func drawable(_ series: [LearningCurves.Series]) -> [LearningCurves.Series] {
        series.map { one in
            var result = one
            result.points = one.points.filter { $0.x.isDrawable && $0.y.isDrawable }
            return result
        }
    }

    /// Draws it; `scale` gives the horizontal axis between two places, `background` what lies behind the
    /// lines.
    func draw(
        on canvas: inout Canvas, top: Double, scale: (Double, Double) -> AxisScale,
        position:
            ((AxisScale, Double) -> Double)? = nil, background: (inout Canvas, PlotArea) -> Void = { _, _ in }
    ) {
        let named = series.indices.filter { inks[$0] != .background && !series[$0].points.isEmpty }
        let names = named.map { series[$0].name } + (level.map { [$0.name] } ?? [])
        let plotTop = top + 24
        let height = max(Self.height, Double(names.count) * SeriesLabels.rowHeight + 10)
        let bottom = plotTop + height
        let heights =
            otherHeights + series.flatMap { $0.points.flatMap { [$0.y] + ($0.band?.drawableEnds ?? []) } }
        let y =
            yDomain.map { AxisScale.linear(domain: $0, start: bottom, end: plotTop) }
            ?? AxisScale.linear(heights, start: bottom, end: plotTop)
        let left = Canvas.margin + PlotArea.labelRoom(y)
        let right = Canvas.width - max(Canvas.margin, SeriesLabels.width(names))
        let area = PlotArea(x: scale(left, right), y: y, left: left)
        area.draw(&canvas, xTitle: xTitle, yTitle: yTitle)
        background(&canvas, area)
        func place(_ value: Double) -> Double { position?(area.x, value) ?? area.x.position(value) }
        // What stands back is drawn first.
        for index in series.indices where inks[index] == .background { line(index, area, place, &canvas) }
        if !hasWhiskers {
            for index in named { band(index, area, place, &canvas) }
        }
        for index in named.sorted(by: {
            (inks[$0] == .baseline ? 1 : 0, $0) < (inks[$1] == .baseline ? 1 : 0, $1)
        }) {
            line(index, area, place, &canvas)
        }
        var labels = named.map { index in
            SeriesLabels.Entry(
                text: series[index].name, ink: inks[index], y: y.position(series[index].points.last!.y))
        }
        if let level { labels.append(.init(text: level.name, ink: .baseline, y: y.position(level.y))) }
        SeriesLabels.draw(labels, on: &canvas, left: right, top: plotTop, bottom: bottom)
        canvas.height = bottom + 50
        for note in notes {
            canvas.text(
                note, Canvas.margin, canvas.height + 6, "m", room: Canvas.width - 2 * Canvas.margin, size: 11)
            canvas.height += 18
        }
    }

    private func band(
        _ index: Int, _ area: PlotArea, _ place: (Double) -> Double, _ canvas: inout Canvas
    ) {
        var upper: [Canvas.Place] = []
        var lower: [Canvas.Place] = []
        func end() {
            if upper.count > 1 {
                canvas.path(upper + lower.reversed(), "a\(inks[index].suffix)", isClosed: true)
            }
            (upper, lower) = ([], [])
        }
        for point in series[index].points {
            guard let band = point.band else {
                end()
                continue
            }
            if isStepped, let last = upper.last {
                upper.append(.init(x: place(point.x), y: last.y))
                lower.append(.init(x: place(point.x), y: lower.last!.y))
            }
            upper.append(.init(x: place(point.x), y: area.y.position(band.upperBound)))
            lower.append(.init(x: place(point.x), y: area.y.position(band.lowerBound)))
        }
        end()
    }

    private func line(
        _ index: Int, _ area: PlotArea, _ place: (Double) -> Double, _ canvas: inout Canvas
    ) {
        let one = series[index]
        let ink = inks[index]
        guard let last = one.points.last else { return }
        canvas.group(title: "\(one.name): \(FigureNumbers.text(last.y)) at the end") { canvas in
            var places: [Canvas.Place] = []
            for point in one.points {
                let next = Canvas.Place(x: place(point.x), y: area.y.beyond(point.y))
                if isStepped, let previous = places.last { places.append(.init(x: next.x, y: previous.y)) }
                places.append(next)
            }
            if isStepped { places.append(.init(x: area.right, y: places.last!.y)) }
            for piece in Clipping.pieces(places, top: area.top, bottom: area.bottom) {
                canvas.path(piece, "s\(ink.suffix)", dashes: ink.dashes)
            }
            guard ink != .background else { return }
            let marked = marksEveryPoint ? Array(one.points.indices) : Self.marked(one.points.count, index)
            for point in marked.map({ one.points[$0] }) where area.y.domain.contains(point.y) {
                let (x, y) = (place(point.x), area.y.position(point.y))
                if hasWhiskers || one.points.count == 1, let band = point.band {
                    let (high, low) = (area.y.position(band.upperBound), area.y.position(band.lowerBound))
                    canvas.line(x, high, x, low, "s\(ink.suffix)")
                    canvas.line(x - 3, high, x + 3, high, "s\(ink.suffix)")
                    canvas.line(x - 3, low, x + 3, low, "s\(ink.suffix)")
                }
                if ink != .baseline || one.points.count == 1 || marksEveryPoint {
                    canvas.mark(ink.marker, x, y, ink, radius: 3.2)
                }
            }
        }
    }

    /// A few places along a line of `count` points, others for every series.
    private static func marked(_ count: Int, _ series: Int) -> [Int] {
        guard count > 6 else { return Array(0..<count) }
        let stride = max(1, count / 5)
        return Array(Swift.stride(from: (series * stride / 8) % stride, to: count, by: stride))
    }
}
