extension CriticalDifferenceDiagram: FigureContent {
    private static let rowHeight = 19.0

    private var known: [Entry] { entries.filter(\.meanRank.isDrawable) }

    var isEmpty: Bool { known.isEmpty }

    func draw(on canvas: inout Canvas, top: Double) {
        let ranks = known.map(\.meanRank)
        let low = min(1, ranks.min()!.rounded(.down))
        let high = max(low + 1, ranks.max()!.rounded(.up), Double(entries.count))
        // The labels stand under the axis's ends, so that half of the width is theirs.
        let room = min(210, known.map { TextMetrics.width($0.label, size: 12) }.max() ?? 0) + 34
        let inset = max(60, room * 0.85)
        let hasRuler = criticalDifference?.isDrawable ?? false
        let axis = top + (hasRuler ? 58 : 30)
        let scale = AxisScale.linear(
            domain: low...high, start: Canvas.margin + inset, end: Canvas.width - Canvas.margin - inset,
            count: min(10, Int(high - low)))
        drawAxis(on: &canvas, scale, at: axis)
        if hasRuler, let criticalDifference {
            drawRuler(criticalDifference, on: &canvas, scale, at: top + 16)
        }
        let levels = drawBars(on: &canvas, scale, axis: axis)
        let first = axis + 20 + Double(levels) * 8 + 8
        let half = (known.count + 1) / 2
        for (index, entry) in known.enumerated() {
            let isLeft = index < half
            let row = isLeft ? index : known.count - 1 - index
            draw(
                entry, isLeft: isLeft, y: first + Double(row) * Self.rowHeight, axis: axis, on: &canvas, scale
            )
        }
        canvas.height = first + Double(half) * Self.rowHeight + 8
        canvas.text(
            groups.isEmpty
                ? "Mean rank, 1 is best. Every pair is told apart."
                : "Mean rank, 1 is best. Bars join methods that are not told apart.", Canvas.margin,
            canvas.height + 4, "m")
        canvas.height += 18
    }

    private func drawAxis(on canvas: inout Canvas, _ scale: AxisScale, at y: Double) {
        canvas.line(scale.start, y, scale.end, y, "zero")
        for tick in scale.ticks {
            let x = scale.position(tick.value)
            canvas.line(x, y - 6, x, y, "zero")
            canvas.text(tick.label, x, y - 10, "m", anchor: .middle)
        }
    }

    private func drawRuler(
        _ distance: Double, on canvas: inout Canvas, _ scale: AxisScale, at y: Double
    ) {
        let start = scale.start
        let length = scale.position(scale.domain.lowerBound + distance) - start
        canvas.line(start, y, start + length, y, "zero")
        canvas.line(start, y - 4, start, y + 4, "zero")
        canvas.line(start + length, y - 4, start + length, y + 4, "zero")
        canvas.text(
            "critical difference \(NumberText.significant(distance, 3))", start + length + 8, y + 4, "m")
    }

    /// Draws the bars of the groups and returns on how many levels they lie.
    private func drawBars(on canvas: inout Canvas, _ scale: AxisScale, axis: Double) -> Int {
        var ends: [Double] = []
        for group in groups
        where entries.indices.contains(group.lowerBound)
            && entries.indices.contains(group.upperBound)
        {
            let members = entries[group].filter(\.meanRank.isDrawable)
            guard let first = members.first, let last = members.last else { continue }
            let start = scale.position(first.meanRank) - 5
            let end = scale.position(last.meanRank) + 5
            let level = ends.firstIndex { $0 + 4 < start } ?? ends.count
            if level == ends.count { ends.append(end) } else { ends[level] = end }
            let names = members.map(\.label).joined(separator: ", ")
            canvas.rectangle(
                start, axis + 10 + Double(level) * 8, end - start, 4, "fb", title: "not told apart: \(names)")
        }
        return ends.count
    }

    private func draw(
        _ entry: Entry, isLeft: Bool, y: Double, axis: Double, on canvas: inout Canvas, _ scale: AxisScale
    ) {
        let x = scale.position(entry.meanRank)
        let edge = isLeft ? scale.start - 8 : scale.end + 8
        canvas.path([.init(x: x, y: axis), .init(x: x, y: y), .init(x: edge, y: y)], "axis")
        let outside = isLeft ? edge - Canvas.margin - 4 : Canvas.width - Canvas.margin - edge - 4
        let rank = NumberText.significant(entry.meanRank, 3)
        // The rank stands on the line at its outer end.
        canvas.text(rank, isLeft ? edge + 2 : edge - 2, y - 3, "m", anchor: isLeft ? .start : .end)
        canvas.text(
            entry.label, isLeft ? edge - 4 : edge + 4, y + 4, "t", anchor: isLeft ? .end : .start,
            room: outside)
    }

    var words: [String] {
        let ruler = criticalDifference.map { ["Critical difference: \(FigureNumbers.text($0))."] } ?? []
        let ranks = entries.map { "\($0.label): mean rank \(FigureNumbers.text($0.meanRank))." }
        let bars = groups.map { group in
            "Not told apart: \(entries[group].map(\.label).joined(separator: ", "))."
        }
        return ruler + ranks + bars
    }

    var columns: [Table.Column] {
        [
            Table.Column("method", "method"), Table.Column("rank", "mean rank", .right),
            Table.Column("groups", "groups not told apart"),
        ]
    }

    var tableRows: [[Table.Cell]] {
        entries.enumerated().map { index, entry in
            let letters = groups.enumerated().filter { $0.element.contains(index) }.map {
                String($0.offset + 1)
            }
            return [
                Table.Cell(entry.label), FigureNumbers.cell(entry.meanRank),
                Table.Cell(letters.joined(separator: " ")),
            ]
        }
    }
}
