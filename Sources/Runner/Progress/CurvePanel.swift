import Primitives
import Records

/// A learning curve to be shown.
public struct CurvePanel: Sendable, Hashable {
    /// What a panel is about.
    public enum Kind: String, Sendable, Hashable {
        /// A cell in flight.
        case inFlight = "in_flight"
        /// The mean over the finished cells of a method on a dataset.
        case mean
        /// One finished cell.
        case cell
    }

    /// What it is about.
    public var kind: Kind
    /// What it is of: a cell, or dataset / model / method.
    public var title: String
    /// How far it is, or of how many cells it is.
    public var note: String
    /// The part and name of the metric; nil where the curve has no points.
    public var measure: ResultTable.Measure?
    /// The points, by epoch.
    public var points: [CurveTrace.Point]

    /// A title and a plot, in so many lines.
    func lines(columns: Int, rows: Int, style: LinePlot.Style) -> [String] {
        [TextFit.line(title, note, columns: columns, tail: 10)]
            + LinePlot(columns: columns, rows: rows - 1, style: style).lines(points)
    }

    var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "title": .string(title), "note": .string(note),
            "part": measure.map { .string($0.part.rawValue) } ?? .null,
            "metric": measure.map { .string($0.name) } ?? .null,
            "points": .array(points.map { [.integer($0.epoch), .real($0.value)] }),
        ]
    }
}

/// Panels side by side.
enum PanelGrid {
    /// The least columns and rows at which a panel says something.
    private static let least = (columns: 38, rows: 7)
    private static let gap = 2

    /// How many panels a page of that size holds.
    static func capacity(_ size: TerminalSize) -> Int {
        across(size.columns) * max(1, size.rows / least.rows)
    }

    /// How many panels stand beside each other.
    static func across(_ columns: Int) -> Int { max(1, (columns + gap) / (least.columns + gap)) }

    /// The panels as lines that fill `size`, as large as they can be.
    static func lines(_ panels: [CurvePanel], size: TerminalSize, style: LinePlot.Style) -> [String] {
        guard !panels.isEmpty else { return [] }
        let most = across(size.columns)
        let down = (1...max(1, size.rows / least.rows)).first { $0 * most >= panels.count } ?? 1
        let across = min(most, (panels.count + down - 1) / down)
        let height = max(4, size.rows / down)
        var lines: [String] = []
        for start in stride(from: 0, to: panels.count, by: across) {
            let beside = Array(panels[start..<min(start + across, panels.count)])
            lines += row(beside, columns: size.columns, across: across, rows: height, style: style)
        }
        return lines
    }

    /// Panels beside each other, each as wide as if there were `across` of them.
    static func row(
        _ panels: [CurvePanel], columns: Int, across: Int, rows: Int, style: LinePlot.Style
    ) -> [String] {
        let width = (columns - gap * (across - 1)) / across
        let texts = panels.map { $0.lines(columns: width, rows: rows, style: style) }
        return (0..<rows).map { line in
            let parts = texts.map { TextFit.padded($0[line], to: width) }
            return TextFit.trimmed(parts.joined(separator: String(repeating: " ", count: gap)))
        }
    }
}
