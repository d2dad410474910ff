import Primitives

/// What every kind of figure can do with its values.
protocol FigureContent {
    /// Whether there is nothing to draw.
    var isEmpty: Bool { get }
    /// Draws everything below the title, and sets the canvas's height.
    func draw(on canvas: inout Canvas, top: Double)
    /// The values in words, a sentence or so each.
    var words: [String] { get }
    /// The columns of the numbers behind it.
    var columns: [Table.Column] { get }
    /// The numbers behind it.
    var tableRows: [[Table.Cell]] { get }
    /// What is to be said of them.
    var dataNotes: [String] { get }
}

extension FigureContent {
    var dataNotes: [String] { [] }
}

extension Figure {
    private static let mostWords = 60

    /// The figure as an SVG that stands for itself: the same bytes for the same values, on every machine.
    ///
    /// It needs nothing from outside, follows the reader's light or dark scheme (see `FigurePalette` for
    /// pages that decide themselves), says its values in words for those who cannot see it, and can be
    /// inlined beside others: its ids begin with "svg-" and the figure's id, and its rules hold for itself
    /// alone. It is 720 units wide.
    public var svg: String {
        let content = content.values
        var canvas = Canvas(id: id)
        canvas.text(
            title, Canvas.margin, 26, "tt", room: Canvas.width - 2 * Canvas.margin, size: 14)
        if content.isEmpty {
            canvas.text("There are no values to show.", Canvas.margin, 56, "t")
            canvas.height = 76
        } else {
            content.draw(on: &canvas, top: 44)
        }
        var words = content.isEmpty ? ["There are no values to show."] : content.words
        if words.count > Self.mostWords {
            words = words.prefix(Self.mostWords) + ["And \(words.count - Self.mostWords) more."]
        }
        return canvas.document(title: title, description: words.joined(separator: " "))
    }

    /// The numbers behind the figure, for readers and programs that do without pictures.
    public var data: Table {
        let content = content.values
        return Table(
            id: "\(id)-data", title: title, columns: content.columns, rows: content.tableRows,
            rowIDs: content.tableRows.indices.map { String($0 + 1) },
            notes: content.dataNotes)
    }
}

extension Figure.Content {
    fileprivate var values: any FigureContent {
        switch self {
        case .learningCurves(let values): values
        case .forest(let values): values
        case .criticalDifference(let values): values
        case .performanceProfile(let values): values
        case .rankHeatMap(let values): values
        case .reliability(let values): values
        case .sensitivity(let values): values
        case .pareto(let values): values
        case .seedScatter(let values): values
        }
    }
}

/// Cells and words of figures' numbers.
enum FigureNumbers {
    /// A number with all its digits behind four.
    static func cell(_ value: Double?) -> Table.Cell {
        guard let value else { return .blank }
        guard value.isFinite else { return Table.Cell(text(value), value: .null) }
        return Table.Cell(text(value), value: .real(value))
    }

    /// A number with four digits.
    static func text(_ value: Double) -> String {
        if value.isFinite { return NumberText.significant(value, 4) }
        return value.isNaN ? "NaN" : value < 0 ? "−infinity" : "infinity"
    }

    /// "0.5 to 0.6".
    static func text(_ range: ClosedRange<Double>) -> String {
        "\(text(range.lowerBound)) to \(text(range.upperBound))"
    }

    /// ", interval 0.5 to 0.6", or nothing.
    static func interval(_ range: ClosedRange<Double>?, name: String = "interval") -> String {
        range.map { ", \(name) \(text($0))" } ?? ""
    }
}
