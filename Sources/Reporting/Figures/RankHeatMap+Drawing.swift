extension RankHeatMap: FigureContent {
    private static let rowHeight = 24.0

    var isEmpty: Bool {
        methods.isEmpty || datasets.isEmpty || ranks.allSatisfy { $0.allSatisfy { $0 == nil } }
    }

    func draw(on canvas: inout Canvas, top: Double) {
        canvas.extraRules = FigureStyle.steps(id: canvas.id)
        let labelRoom = min(190, methods.map { TextMetrics.width($0, size: 12) }.max() ?? 0)
        let left = Canvas.margin + labelRoom + 10
        let width = min(78, (Canvas.width - Canvas.margin - left) / Double(datasets.count))
        let widest = datasets.map { TextMetrics.width($0, size: 11) }.max() ?? 0
        let isTurned = widest > width - 6
        let head = isTurned ? min(130, widest) + 12 : 20
        let start = top + head
        let lowest = max(2, ranks.flatMap { $0.compactMap { $0 } }.filter(\.isDrawable).max() ?? 2)
        for (column, name) in datasets.enumerated() {
            let x = left + (Double(column) + 0.5) * width
            if isTurned {
                canvas.text(name, x + 4, start - 8, "m", room: head - 12, size: 11, degrees: -90)
            } else {
                canvas.text(name, x, start - 8, "m", anchor: .middle)
            }
        }
        for (row, name) in methods.enumerated() {
            let y = start + Double(row) * Self.rowHeight
            canvas.text(name, left - 10, y + 16, "t", anchor: .end, room: labelRoom)
            for column in datasets.indices {
                let rank =
                    ranks.indices.contains(row) && ranks[row].indices.contains(column)
                    ? ranks[row][column] : nil
                drawCell(
                    rank, title: "\(name), \(datasets[column])", on: &canvas,
                    x: left + Double(column) * width, y: y, width: width, lowest: lowest)
            }
        }
        canvas.height = start + Double(methods.count) * Self.rowHeight
        drawLegend(on: &canvas, left: left, lowest: lowest)
    }

    private static func step(_ rank: Double, lowest: Double) -> Int {
        let last = FigurePalette.steps.count - 1
        let share = (lowest - rank) / (lowest - 1)
        return min(last, max(0, Int((share * Double(last)).rounded())))
    }

    private func drawCell(
        _ rank: Double?, title: String, on canvas: inout Canvas, x: Double, y: Double, width: Double,
        lowest: Double
    ) {
        guard let rank, rank.isDrawable else {
            canvas.rectangle(
                x + 0.5, y + 0.5, width - 1, Self.rowHeight - 1, "region", title: "\(title): no rank")
            canvas.text("–", x + width / 2, y + 16, "m", anchor: .middle)
            return
        }
        let step = Self.step(rank, lowest: lowest)
        let text = NumberText.given((rank * 10).rounded() / 10)
        canvas.rectangle(
            x + 0.5, y + 0.5, width - 1, Self.rowHeight - 1, "q\(step)",
            title: "\(title): rank \(FigureNumbers.text(rank))")
        for size in [11.0, 9, 7.5] where TextMetrics.width(text, size: size) <= width - 2 {
            canvas.text(text, x + width / 2, y + 16, "i\(step)", anchor: .middle, size: size)
            break
        }
    }

    private func drawLegend(on canvas: inout Canvas, left: Double, lowest: Double) {
        let y = canvas.height + 14
        let count = FigurePalette.steps.count
        canvas.text("rank 1, best", left, y + 10, "m")
        let start = left + TextMetrics.width("rank 1, best", size: 11) + 8
        for index in 0..<count {
            canvas.rectangle(start + Double(index) * 20, y, 20, 12, "q\(count - 1 - index)")
        }
        canvas.text(
            "rank \(NumberText.given(lowest)), worst", start + Double(count) * 20 + 8, y + 10, "m")
        canvas.height = y + 28
    }

    var words: [String] {
        zip(methods, ranks).map { method, row in
            let texts = zip(datasets, row).map { dataset, rank in
                "\(dataset) \(rank.map(FigureNumbers.text) ?? "none")"
            }
            return "Ranks of \(method): \(texts.joined(separator: ", "))."
        }
    }

    var columns: [Table.Column] {
        [Table.Column("method", "method")]
            + datasets.enumerated().map { Table.Column("dataset_\($0 + 1)", $1, .right) }
    }

    var tableRows: [[Table.Cell]] {
        zip(methods, ranks).map { method, row in
            [Table.Cell(method)]
                + datasets.indices.map { FigureNumbers.cell(row.indices.contains($0) ? row[$0] : nil) }
        }
    }
}
