import Primitives

extension ParetoPlot: FigureContent {
    private static let height = 340.0

    private var known: [Point] { points.filter { $0.cost.isDrawable && $0.quality.isDrawable } }

    var isEmpty: Bool { known.isEmpty }

    func draw(on canvas: inout Canvas, top: Double) {
        let costs = known.map(\.cost)
        let (least, most) = (costs.min()!, costs.max()!)
        let isLogarithmic = least > 0 && most / least > 10
        let plotTop = top + 24
        let bottom = plotTop + Self.height
        // One that lies far off, or is hardly known, must not leave the others no room.
        let core = Clipping.core(known.map(\.quality))
        let near = known.filter { core?.contains($0.quality) ?? true }
        let heights = near.map(\.quality)
        let (low, high) = (heights.min()!, heights.max()!)
        let reach = (high - low) * 0.6
        let ends = near.flatMap { $0.interval?.drawableEnds ?? [] }.map { end in
            reach > 0 && heights.count > 2 ? min(max(end, low - reach), high + reach) : end
        }
        let y = AxisScale.linear(heights + ends, start: bottom, end: plotTop, padding: 0.08)
        let left = Canvas.margin + PlotArea.labelRoom(y)
        let right = Canvas.width - Canvas.margin
        let x =
            isLogarithmic
            ? AxisScale.logarithmic(costs, start: left, end: right, padding: 0.1)
            : AxisScale.linear(costs, start: left, end: right, count: 8, padding: 0.1)
        let area = PlotArea(x: x, y: y, left: left)
        area.draw(&canvas, xTitle: xTitle + (isLogarithmic ? ", logarithmic" : ""), yTitle: yTitle)
        canvas.path(front(area), "s1", dashes: "5 4")
        // The front is drawn last and named first.
        let order = known.filter { !$0.isOnFront } + known.filter(\.isOnFront)
        for point in order { draw(point, on: &canvas, area) }
        let omitted = drawLabels(Array(order.reversed()), on: &canvas, area)
        canvas.height = bottom + 50
        let far = known.filter { !(core?.contains($0.quality) ?? true) }
        if !far.isEmpty {
            let names = far.map { "\($0.label) (\(FigureNumbers.text($0.quality)))" }
            canvas.text(
                "Beyond the plot: \(Phrases.list(names, most: 6)).", Canvas.margin, canvas.height + 6, "m",
                room: Canvas.width - 2 * Canvas.margin, size: 11)
            canvas.height += 18
        }
        let note =
            "Filled: no other is as good for less, or better for as much."
            + (omitted > 0 ? " \(omitted) without a name for want of room: see the numbers." : "")
        canvas.text(note, Canvas.margin, canvas.height + 6, "m")
        canvas.height += 20
    }

    /// The steps between what the front offers: for every cost, the best quality that is to be had.
    private func front(_ area: PlotArea) -> [Canvas.Place] {
        let front = known.filter(\.isOnFront).sorted { ($0.cost, $0.quality) < ($1.cost, $1.quality) }
        guard let last = front.last else { return [] }
        var places: [Canvas.Place] = []
        for point in front {
            let place = Canvas.Place(x: area.x.position(point.cost), y: area.y.position(point.quality))
            if let before = places.last { places.append(.init(x: place.x, y: before.y)) }
            places.append(place)
        }
        return places + [.init(x: area.right, y: area.y.position(last.quality))]
    }

    private func draw(_ point: Point, on canvas: inout Canvas, _ area: PlotArea) {
        let (x, y) = (area.x.position(point.cost), area.y.position(point.quality))
        let words =
            "\(point.label): cost \(FigureNumbers.text(point.cost)), quality "
            + "\(FigureNumbers.text(point.quality))\(FigureNumbers.interval(point.interval))"
        canvas.group(title: words) { canvas in
            if let interval = point.interval {
                canvas.line(
                    x, area.y.position(interval.lowerBound), x, area.y.position(interval.upperBound), "sg")
            }
            // At the edge a mark says that the value lies beyond it.
            let domain = area.y.domain
            let marker: FigureStyle.Marker =
                domain.contains(point.quality)
                ? .circle : point.quality > domain.upperBound ? .triangle : .triangleDown
            canvas.mark(marker, x, y, .series(0), radius: 4.5, isHollow: !point.isOnFront)
        }
    }

    /// Draws the labels that find room, in the order of `points`, and returns how many do not.
    ///
    /// A label never meets a mark or another label, and meets lines only where there is no place without.
    private func drawLabels(_ points: [Point], on canvas: inout Canvas, _ area: PlotArea) -> Int {
        let inside = LabelBox(left: area.left, right: area.right, top: area.top - 8, bottom: area.bottom)
        var taken: [LabelBox] = []
        var lines: [LabelBox] = []
        for point in known {
            let (x, y) = (area.x.position(point.cost), area.y.position(point.quality))
            taken.append(LabelBox(left: x - 5, right: x + 5, top: y - 5, bottom: y + 5))
            guard let interval = point.interval else { continue }
            lines.append(
                LabelBox(
                    left: x - 1, right: x + 1, top: area.y.position(interval.upperBound),
                    bottom: area.y.position(interval.lowerBound)))
        }
        let steps = front(area)
        for (a, b) in zip(steps, steps.dropFirst()) {
            lines.append(
                LabelBox(
                    left: min(a.x, b.x) - 1, right: max(a.x, b.x) + 1, top: min(a.y, b.y) - 1,
                    bottom: max(a.y, b.y) + 1))
        }
        var omitted = 0
        for point in points {
            let (x, y) = (area.x.position(point.cost), area.y.position(point.quality))
            let width = min(170, TextMetrics.width(point.label, size: 11))
            let free = LabelBox.around(x: x, y: y, width: width).filter { box in
                inside.contains(box) && !taken.contains { $0.meets(box) }
            }
            guard let box = free.first(where: { box in !lines.contains { $0.meets(box) } }) ?? free.first
            else {
                omitted += 1
                continue
            }
            taken.append(box)
            canvas.text(point.label, box.left, box.bottom - 3, "t", room: width + 1, size: 11)
        }
        return omitted
    }

    var words: [String] {
        points.map { point in
            "\(point.label): cost \(FigureNumbers.text(point.cost)), quality "
                + "\(FigureNumbers.text(point.quality))\(FigureNumbers.interval(point.interval))"
                + "\(point.isOnFront ? ", on the front" : "")."
        }
    }

    var columns: [Table.Column] {
        [
            Table.Column("method", "method"), Table.Column("cost", xTitle, .right),
            Table.Column("quality", yTitle, .right), Table.Column("lower", "lower end", .right),
            Table.Column("upper", "upper end", .right), Table.Column("front", "on the front"),
        ]
    }

    var tableRows: [[Table.Cell]] {
        points.map { point in
            [
                Table.Cell(point.label), FigureNumbers.cell(point.cost), FigureNumbers.cell(point.quality),
                FigureNumbers.cell(point.interval?.lowerBound),
                FigureNumbers.cell(point.interval?.upperBound),
                Table.Cell(point.isOnFront ? "yes" : "no", value: .boolean(point.isOnFront)),
            ]
        }
    }
}
