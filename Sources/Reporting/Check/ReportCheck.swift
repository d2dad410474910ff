/// Compares a document that somebody committed with what the same report is now.
public struct ReportCheck: Sendable {
    /// The first place where they differ.
    public struct Mismatch: Sendable, Hashable {
        /// The attachment that differs; nil for the document itself.
        public var file: String?
        /// The line, counted from 1; nil where a file is missing.
        public var line: Int?
        /// The committed line; nil where the document ends before it.
        public var committed: String?
        /// The line as it is now; nil where the report ends before it.
        public var current: String?
        /// The address of the table cell that stands there now, as `bench why` takes it; nil outside of tables.
        public var address: String?

        /// What differs, for people.
        public var text: String {
            let place = file.map { "\($0)" } ?? "the document"
            guard let line else { return "\(place) is missing" }
            var lines = [
                "\(place) differs from line \(line) on" + (address.map { ", in the cell \($0)" } ?? "")
            ]
            lines.append("  committed: " + (committed.map(Self.shortened) ?? "(the end)"))
            lines.append("  now:       " + (current.map(Self.shortened) ?? "(the end)"))
            return lines.joined(separator: "\n")
        }

        /// A self-contained page may have lines of a megabyte.
        private static func shortened(_ text: String) -> String {
            text.count > 400 ? text.prefix(400) + "…" : text
        }
    }

    private let report: Report
    private let renderer: any ReportRenderer
    private let options: RenderingOptions
    private let rendered: RenderedReport

    /// A check of documents that `renderer` made of `report` with these options.
    public init(_ report: Report, _ renderer: any ReportRenderer, _ options: RenderingOptions) {
        self.report = report
        self.renderer = renderer
        self.options = options
        rendered = renderer.render(report, options)
    }

    /// The names of the files that the document refers to now.
    public var attachmentNames: [String] { rendered.attachments.map(\.name) }

    /// The first difference of `document`, then of the files beside it, by name; nil where every byte is the same.
    public func mismatch(document: String, attachments: [String: String] = [:]) -> Mismatch? {
        if var found = Self.firstDifference(document, rendered.document) {
            let place = Self.commonPrefix(found.committed ?? "", found.current ?? "")
            found.address = CellLocator(report, renderer, options).address(line: found.line!, column: place)
            return found
        }
        for attachment in rendered.attachments {
            guard let committed = attachments[attachment.name] else {
                return Mismatch(file: attachment.name)
            }
            if var found = Self.firstDifference(committed, attachment.text) {
                found.file = attachment.name
                return found
            }
        }
        return nil
    }

    /// The first line that differs.
    private static func firstDifference(_ committed: String, _ current: String) -> Mismatch? {
        // Canonically equivalent texts are equal as strings and not as files.
        if committed.utf8.elementsEqual(current.utf8) { return nil }
        let (old, new) = (DocumentLines(committed), DocumentLines(current))
        for line in 0..<max(old.count, new.count) {
            let (a, b) = (old[line], new[line])
            let isSame = a.map { a in b.map { a.utf8.elementsEqual($0.utf8) } ?? false } ?? (b == nil)
            if !isSame { return Mismatch(line: line + 1, committed: a, current: b) }
        }
        return nil
    }

    static func commonPrefix(_ a: String, _ b: String) -> Int {
        zip(a, b).prefix { $0 == $1 }.count
    }
}

/// The lines of a document, by number; a carriage return belongs to its line.
struct DocumentLines {
    private let lines: [String]

    init(_ text: String) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0)
        }
    }

    var count: Int { lines.count }
    subscript(line: Int) -> String? { lines.indices.contains(line) ? lines[line] : nil }
}
