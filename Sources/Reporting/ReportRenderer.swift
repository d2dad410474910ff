import Primitives

/// Turns a report into one format.
///
/// A new format is a new file and a line in `ReportFormats.all`.
public protocol ReportRenderer: Sendable {
    /// The format's name on the command line.
    var format: String { get }
    /// The whole document, ending in a newline; the same report gives the same bytes.
    func render(_ report: Report) -> String
}

/// The formats that reports can be written in.
public enum ReportFormats {
    /// All of them; the first is the default.
    public static let all: [any ReportRenderer] = [
        MarkdownRenderer(),
        JSONRenderer(),
    ]

    /// The renderer of that format; throws `.usage` when there is none.
    public static func renderer(_ format: String) throws(BenchError) -> any ReportRenderer {
        if let renderer = all.first(where: { $0.format == format }) { return renderer }
        let names = all.map(\.format)
        throw BenchError(
            .usage, "unknown report format \"\(format)\"" + Suggestion.hint(for: format, among: names),
            remedy: "choose one of: \(names.joined(separator: ", "))")
    }
}
