extension ReliabilityDiagram: FigureContent {
    private static let most = 12
    private static let side = 170.0
    private static let histogram = 40.0

    var isEmpty: Bool { known.isEmpty }

    private var known: [Series] {
        series.map { one in
            var result = one
            result.bins = one.bins.filter { bin in
                [bin.confidence, bin.accuracy, bin.share].allSatisfy { (0...1).contains($0) }
            }
            return result
        }.filter { !$0.bins.isEmpty }
    }

    func draw(on canvas: inout Canvas, top: Double) {
        let shown = known.prefix(Self.most)
        let columns = min(3, shown.count)
        let width = (Canvas.width - 2 * Canvas.margin) / 3
        let height = Self.side + Self.histogram + 92
        for (index, one) in shown.enumerated() {
            let x = Canvas.margin + Double(index % columns) * width + 32
            let y = top + Double(index / columns) * height + 22
            canvas.group(title: nil) { draw(one, on: &$0, x: x, y: y) }
        }
        let rows = (shown.count + columns - 1) / columns
        canvas.height = top + Double(rows) * height + 2
        canvas.text(
            "On the diagonal a model is right as often as it is sure; the strokes are the gaps. Below: how many "
                + "rows it is so sure of.", Canvas.margin, canvas.height, "m")
        canvas.height += 16
        if known.count > shown.count {
            canvas.text(
                "\(known.count - shown.count) more are in the table of the numbers.", Canvas.margin,
                canvas.height, "m")
            canvas.height += 16
        }
    }

    private func draw(_ one: Series, on canvas: inout Canvas, x left: Double, y top: Double) {
        let across = AxisScale.linear(domain: 0...1, start: left, end: left + Self.side, count: 5)
        let up = AxisScale.linear(domain: 0...1, start: top + Self.side, end: top, count: 5)
        canvas.text(one.name, left, top - 8, "t h", room: Self.side)
        for tick in up.ticks {
            let y = up.position(tick.value)
            canvas.line(left, y, left + Self.side, y, "grid")
            canvas.text(tick.label, left - 5, y + 4, "m", anchor: .end)
        }
        canvas.path(
            [
                .init(x: left, y: up.position(0)), .init(x: left + Self.side, y: up.position(1)),
            ], "axis", dashes: "4 3")
        canvas.line(left, up.position(0), left + Self.side, up.position(0), "axis")
        for bin in one.bins {
            let x = across.position(bin.confidence)
            canvas.line(x, up.position(bin.confidence), x, up.position(bin.accuracy), "s2")
        }
        canvas.path(
            one.bins.map { .init(x: across.position($0.confidence), y: up.position($0.accuracy)) }, "s1")
        for bin in one.bins {
            let words =
                "confidence \(FigureNumbers.text(bin.confidence)), right "
                + "\(FigureNumbers.text(bin.accuracy)), share \(FigureNumbers.text(bin.share))"
            canvas.group(title: words) {
                $0.mark(.circle, across.position(bin.confidence), up.position(bin.accuracy), .series(0))
            }
        }
        // The shares hang from a line of their own, on the same horizontal axis.
        let base = top + Self.side + 8 + Self.histogram
        let largest = one.bins.map(\.share).max() ?? 1
        for bin in one.bins {
            let height = largest > 0 ? bin.share / largest * Self.histogram : 0
            canvas.rectangle(across.position(bin.confidence) - 3, base - height, 6, height, "fg")
        }
        canvas.line(left, base, left + Self.side, base, "axis")
        for tick in across.ticks {
            canvas.text(tick.label, across.position(tick.value), base + 15, "m", anchor: .middle)
        }
        canvas.text("confidence", left + Self.side / 2, base + 31, "m", anchor: .middle)
    }

    var words: [String] {
        series.map { one in
            let bins = one.bins.map {
                "\(FigureNumbers.text($0.confidence)) sure, \(FigureNumbers.text($0.accuracy)) right"
            }
            return "\(one.name): \(bins.joined(separator: "; "))."
        }
    }

    var columns: [Table.Column] {
        [
            Table.Column("method", "method"), Table.Column("confidence", "mean confidence", .right),
            Table.Column("accuracy", "share right", .right), Table.Column("share", "share of rows", .right),
        ]
    }

    var tableRows: [[Table.Cell]] {
        series.flatMap { one in
            one.bins.map { bin in
                [
                    Table.Cell(one.name), FigureNumbers.cell(bin.confidence),
                    FigureNumbers.cell(bin.accuracy),
                    FigureNumbers.cell(bin.share),
                ]
            }
        }
    }
}
