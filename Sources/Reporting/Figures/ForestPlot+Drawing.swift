import Primitives

extension ForestPlot: FigureContent {
    private static let rowHeight = 20.0
    private static let most = 400

    var isEmpty: Bool { rows.isEmpty }

    func draw(on canvas: inout Canvas, top: Double) {
        let shown = rows.prefix(Self.most)
        let groups = Grouping(Array(shown), by: \.group).groups
        let hasGroups = groups.count > 1
        let labelRoom = min(
            190, shown.map { TextMetrics.width($0.label, size: 12) + (hasGroups ? 12 : 0) }.max() ?? 0)
        let textRoom = min(230, shown.map { TextMetrics.width($0.text, size: 11) }.max() ?? 0)
        let left = Canvas.margin + max(labelRoom, 60) + 12
        let right = Canvas.width - Canvas.margin - textRoom - 14
        let scale = AxisScale.linear(ends(of: shown), start: left, end: right, count: 5)
        let lines = shown.count + (hasGroups ? groups.count : 0)
        let bottom = top + Double(lines) * Self.rowHeight + 8
        drawBackground(on: &canvas, scale, top: top, bottom: bottom)
        var y = top + Self.rowHeight / 2 + 4
        for group in groups {
            if hasGroups {
                canvas.text(
                    group.key, Canvas.margin, y + 4, "t h", room: left - Canvas.margin - 8)
                y += Self.rowHeight
            }
            for row in group.values {
                draw(row, at: y, on: &canvas, scale, indent: hasGroups ? 12 : 0)
                y += Self.rowHeight
            }
        }
        drawLegend(on: &canvas, scale, bottom: bottom, omitted: rows.count - shown.count)
    }

    /// What the axis must have room for.
    private func ends(of rows: ArraySlice<Row>) -> [Double] {
        var ends = [0.0]
        if let margin { ends += [-margin, margin] }
        for row in rows {
            if let estimate = row.estimate { ends.append(estimate) }
            if let interval = row.interval { ends += interval.drawableEnds }
        }
        return ends.filter(\.isDrawable)
    }

    private func drawBackground(on canvas: inout Canvas, _ scale: AxisScale, top: Double, bottom: Double) {
        if let margin, margin.isDrawable {
            let (low, high) = (scale.position(-margin), scale.position(margin))
            canvas.rectangle(low, top, high - low, bottom - top, "region", title: "no more than the margin")
        }
        for tick in scale.ticks {
            let x = scale.position(tick.value)
            canvas.line(x, top, x, bottom, "grid")
            canvas.text(tick.label, x, bottom + 15, "m", anchor: .middle)
        }
        let zero = scale.position(0)
        canvas.line(zero, top, zero, bottom, "zero")
        canvas.line(scale.start, bottom, scale.end, bottom, "axis")
    }

    private func draw(
        _ row: Row, at y: Double, on canvas: inout Canvas, _ scale: AxisScale, indent: Double
    ) {
        canvas.text(
            row.label, Canvas.margin + indent, y + 4, "t", room: scale.start - Canvas.margin - indent - 8)
        canvas.text(
            row.text, Canvas.width - Canvas.margin, y + 4, "m", anchor: .end,
            room: Canvas.width - Canvas.margin - scale.end - 8, size: 11)
        guard let estimate = row.estimate, estimate.isDrawable else {
            canvas.text("no estimate", scale.position(0) + 6, y + 4, "m")
            return
        }
        canvas.group(title: "\(row.label): \(row.text)") { canvas in
            if let interval = row.interval {
                let (low, high) = (scale.position(interval.lowerBound), scale.position(interval.upperBound))
                canvas.line(low, y, high, y, "s1")
                // An end that lies beyond the axis is no end.
                for (end, value) in [(low, interval.lowerBound), (high, interval.upperBound)]
                where value.isDrawable {
                    canvas.line(end, y - 4, end, y + 4, "s1")
                }
            }
            canvas.mark(
                .square, scale.position(estimate), y, .series(0), radius: 4.4, isHollow: !row.isSignificant)
        }
    }

    private func drawLegend(
        on canvas: inout Canvas, _ scale: AxisScale, bottom: Double, omitted: Int
    ) {
        let title = [xTitle, scale.exponentText].filter { !$0.isEmpty }.joined(separator: ", ")
        canvas.text(
            title, Canvas.width / 2, bottom + 33, "m", anchor: .middle,
            room: Canvas.width - 2 * Canvas.margin,
            size: 11)
        let y = bottom + 52
        var x = Canvas.margin
        func entry(_ text: String, _ draw: (inout Canvas, Double) -> Void) {
            draw(&canvas, x + 6)
            canvas.text(text, x + 18, y + 4, "m")
            x += 18 + TextMetrics.width(text, size: 11) + 20
        }
        entry("a difference after correction") { $0.mark(.square, $1, y, .series(0), radius: 4.4) }
        entry("no difference shown") { $0.mark(.square, $1, y, .series(0), radius: 4.4, isHollow: true) }
        if let margin, margin.isDrawable {
            entry("within the margin of ±\(DecimalText(margin).rounded(significant: 3).plain)") {
                $0.rectangle($1 - 6, y - 6, 12, 12, "region")
            }
        }
        canvas.height = y + 18
        if omitted > 0 {
            canvas.text(
                "\(omitted) more rows are in the table of the numbers.", Canvas.margin, canvas.height + 4, "m"
            )
            canvas.height += 18
        }
    }

    var words: [String] {
        rows.map { row in
            let name = row.group.isEmpty ? row.label : "\(row.group), \(row.label)"
            guard let estimate = row.estimate else { return "\(name): no estimate." }
            return "\(name): \(FigureNumbers.text(estimate))\(FigureNumbers.interval(row.interval))"
                + "\(row.isSignificant ? ", a difference after correction" : "")."
        }
    }

    var columns: [Table.Column] {
        [
            Table.Column("group", "group"), Table.Column("label", "label"),
            Table.Column("estimate", xTitle, .right), Table.Column("lower", "lower end", .right),
            Table.Column("upper", "upper end", .right), Table.Column("significant", "difference"),
            Table.Column("text", "in words"),
        ]
    }

    /// The rows of the table of the numbers.
    var tableRows: [[Table.Cell]] {
        rows.map { row in
            [
                Table.Cell(row.group), Table.Cell(row.label), FigureNumbers.cell(row.estimate),
                FigureNumbers.cell(row.interval?.lowerBound), FigureNumbers.cell(row.interval?.upperBound),
                Table.Cell(row.isSignificant ? "shown" : "not shown", value: .boolean(row.isSignificant)),
                Table.Cell(row.text),
            ]
        }
    }
}
