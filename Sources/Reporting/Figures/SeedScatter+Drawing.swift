import Primitives

extension SeedScatter: FigureContent {
    private static let rowHeight = 26.0
    private static let mostLines = 30

    private var known: [Row] {
        rows.map { row in
            var result = row
            result.values = row.values.filter(\.value.isDrawable)
            return result
        }
    }

    var isEmpty: Bool { known.allSatisfy(\.values.isEmpty) }

    func draw(on canvas: inout Canvas, top: Double) {
        let labelRoom = min(190, known.map { TextMetrics.width($0.label, size: 12) }.max() ?? 0)
        let left = Canvas.margin + labelRoom + 14
        let scale = AxisScale.linear(
            known.flatMap { $0.values.map(\.value) + [$0.mean].compactMap { $0 } }, start: left,
            end: Canvas.width - Canvas.margin - 8)
        let bottom = top + Double(known.count) * Self.rowHeight + 4
        for tick in scale.ticks {
            let x = scale.position(tick.value)
            canvas.line(x, top, x, bottom, "grid")
            canvas.text(tick.label, x, bottom + 16, "m", anchor: .middle)
        }
        canvas.line(scale.start, bottom, scale.end, bottom, "axis")
        let hasLines = drawLines(on: &canvas, scale, top: top)
        for (index, row) in known.enumerated() {
            draw(row, at: top + (Double(index) + 0.5) * Self.rowHeight, on: &canvas, scale, labelRoom)
        }
        let title = [xTitle, scale.exponentText].filter { !$0.isEmpty }.joined(separator: ", ")
        canvas.text(
            title, (left + scale.end) / 2, bottom + 34, "m", anchor: .middle,
            room: Canvas.width - 2 * Canvas.margin, size: 11)
        canvas.height = bottom + 56
        canvas.text(
            "Circles: values of single seeds. Strokes: means."
                + (hasLines ? " Thin lines: the same seed." : ""), Canvas.margin, canvas.height, "m")
        canvas.height += 14
    }

    /// Joins the values of each seed from row to row; not where they would be a thicket.
    private func drawLines(on canvas: inout Canvas, _ scale: AxisScale, top: Double) -> Bool {
        let seeds = Grouping(known.enumerated().flatMap { index, row in row.values.map { (index, $0) } }) {
            $0.1.seed
        }.groups
        guard known.count > 1, seeds.count <= Self.mostLines else { return false }
        var isDrawn = false
        let shifts = known.map { Self.shifts($0, scale) }
        for seed in seeds {
            let places = seed.values.map { row, value in
                let place = known[row].values.firstIndex { $0 == value } ?? 0
                return Canvas.Place(
                    x: scale.position(value.value),
                    y: top + (Double(row) + 0.5) * Self.rowHeight + shifts[row][place])
            }
            guard places.count > 1 else { continue }
            isDrawn = true
            canvas.group(title: "seed \(seed.key)") { $0.path(places, "thin") }
        }
        return isDrawn
    }

    /// How far up or down each mark of a row stands so that equal values can be counted.
    private static func shifts(_ row: Row, _ scale: AxisScale) -> [Double] {
        var taken: [(x: Double, shift: Double)] = []
        return row.values.map { value in
            let x = scale.position(value.value)
            let near = taken.filter { abs($0.x - x) < 5 }
            let free = [0.0, -7, 7].first { shift in !near.contains { $0.shift == shift } }
            taken.append((x, free ?? 0))
            return free ?? 0
        }
    }

    private func draw(
        _ row: Row, at y: Double, on canvas: inout Canvas, _ scale: AxisScale, _ labelRoom: Double
    ) {
        canvas.text(row.label, scale.start - 14, y + 4, "t", anchor: .end, room: labelRoom)
        guard !row.values.isEmpty else {
            canvas.text("no values", scale.start + 4, y + 4, "m")
            return
        }
        for (value, shift) in zip(row.values, Self.shifts(row, scale)) {
            canvas.group(title: "\(row.label), seed \(value.seed): \(FigureNumbers.text(value.value))") {
                $0.mark(
                    .circle, scale.position(value.value), y + shift, .series(0), radius: 3.4, isHollow: true)
            }
        }
        if let mean = row.mean, mean.isDrawable {
            let x = scale.position(mean)
            canvas.rectangle(x - 1.5, y - 9, 3, 18, "fb", title: "mean \(FigureNumbers.text(mean))")
        }
    }

    var words: [String] {
        rows.map { row in
            guard let low = row.values.map(\.value).min(), let high = row.values.map(\.value).max() else {
                return "\(row.label): no values."
            }
            return "\(row.label): \(row.values.count) seeds, mean "
                + "\(row.mean.map(FigureNumbers.text) ?? "none"), from \(FigureNumbers.text(low)) to "
                + "\(FigureNumbers.text(high))."
        }
    }

    var columns: [Table.Column] {
        [
            Table.Column("method", "method"), Table.Column("seed", "seed", .right),
            Table.Column("value", xTitle, .right),
        ]
    }

    /// The rows of the table of the numbers.
    var tableRows: [[Table.Cell]] {
        rows.flatMap { row in
            row.values.map { value in
                [
                    Table.Cell(row.label), Table.Cell(String(value.seed), value: .integer(value.seed)),
                    FigureNumbers.cell(value.value),
                ]
            }
        }
    }
}
