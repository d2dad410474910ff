import Primitives

/// A curve as lines of text, in braille dots or plain characters, with numbers at both axes.
public struct LinePlot: Sendable {
    /// What the curve is drawn with.
    public enum Style: Sendable, Hashable {
        /// Two by four dots in a character.
        case braille
        /// One mark in a character, for terminals without Unicode.
        case plain
    }

    private let columns: Int
    private let rows: Int
    private let style: Style

    /// A plot of so many columns and rows, axes included: at least 12 × 3.
    public init(columns: Int, rows: Int, style: Style = .braille) {
        self.columns = max(columns, 12)
        self.rows = max(rows, 3)
        self.style = style
    }

    /// The lines; points come in the order of their epochs, and those that are no numbers leave gaps.
    public func lines(_ points: [CurveTrace.Point]) -> [String] {
        let finite = points.filter(\.value.isFinite)
        guard let first = finite.first, let last = finite.last else {
            return ["(no points yet)"] + Array(repeating: "", count: rows - 1)
        }
        let (low, high) = Self.range(finite.map(\.value))
        let labels = [ProgressText.number(high), ProgressText.number(low)]
        let margin = labels.map { TextWidth.of($0) }.max()!
        var canvas = Canvas(columns: max(columns - margin - 2, 4), rows: rows - 1, style: style)
        let span = Double(max(last.epoch - first.epoch, 1))
        func place(_ point: CurveTrace.Point) -> (x: Int, y: Int) {
            let across = Double(point.epoch - first.epoch) / span
            // A quarter of each, for the difference of two huge numbers may not be one.
            let down = (high / 4 - point.value / 4) / (high / 4 - low / 4)
            return (
                Int((across * Double(canvas.width - 1)).rounded()),
                Int((min(max(down, 0), 1) * Double(canvas.height - 1)).rounded())
            )
        }
        var before: (x: Int, y: Int)?
        for point in points {
            guard point.value.isFinite else {
                before = nil
                continue
            }
            let here = place(point)
            canvas.line(from: before ?? here, to: here)
            before = here
        }
        let (tick, bar, corner) = style == .braille ? ("┤", "│", "└") : ("+", "|", "+")
        var lines = canvas.lines.enumerated().map { row, text in
            let label = row == 0 ? labels[0] : row == rows - 2 ? labels[1] : ""
            return TextFit.paddedLeft(label, to: margin) + " " + (label.isEmpty ? bar : tick) + text
        }
        lines.append(
            String(repeating: " ", count: margin + 1) + corner
                + axis(from: first.epoch, to: last.epoch, columns: canvas.columns))
        return lines.map { TextFit.trimmed(TextFit.cut($0, to: columns)) }
    }

    /// The range that is shown: not empty, even of a constant.
    private static func range(_ values: [Double]) -> (low: Double, high: Double) {
        let (low, high) = (values.min()!, values.max()!)
        guard low == high else { return (low, high) }
        let margin = low == 0 ? 1 : abs(low) / 10
        return (low - margin, high + margin)
    }

    /// The epochs at both ends.
    private func axis(from first: Int, to last: Int, columns: Int) -> String {
        let (left, right) = (String(first), last > first ? String(last) : "")
        let rest = columns - left.count - right.count
        guard rest >= 1 else { return left }
        return left + String(repeating: style == .braille ? "─" : "-", count: rest) + right
    }
}

/// Dots on a grid of characters.
private struct Canvas {
    let columns: Int
    let rows: Int
    let style: LinePlot.Style
    private var cells: [UInt8]

    init(columns: Int, rows: Int, style: LinePlot.Style) {
        self.columns = columns
        self.rows = rows
        self.style = style
        cells = Array(repeating: 0, count: columns * rows)
    }

    /// Dots across.
    var width: Int { style == .braille ? 2 * columns : columns }
    /// Dots down.
    var height: Int { style == .braille ? 4 * rows : rows }

    /// The dots of a braille character, by row and column (Unicode 15, chapter 21.1).
    private static let dots: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    private mutating func set(_ x: Int, _ y: Int) {
        switch style {
        case .braille: cells[y / 4 * columns + x / 2] |= Self.dots[y % 4][x % 2]
        case .plain: cells[y * columns + x] = 1
        }
    }

    /// A straight line of dots.
    mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int)) {
        let steps = max(abs(b.x - a.x), abs(b.y - a.y))
        for step in 0...steps {
            let share = steps == 0 ? 0 : Double(step) / Double(steps)
            set(
                a.x + Int((share * Double(b.x - a.x)).rounded()),
                a.y + Int((share * Double(b.y - a.y)).rounded()))
        }
    }

    var lines: [String] {
        (0..<rows).map { row in
            var text = String.UnicodeScalarView()
            for cell in cells[row * columns..<(row + 1) * columns] {
                text.append(cell == 0 ? " " : style == .plain ? "*" : Unicode.Scalar(0x2800 + UInt32(cell))!)
            }
            return String(text)
        }
    }
}
