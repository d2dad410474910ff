import Primitives

/// Turns a report into one format.
///
/// A new format is a new file and a line in `ReportFormats.all`.
public protocol ReportRenderer: Sendable {
    /// The format's name on the command line.
    var format: String { get }
    /// The usual ending of such files, without the dot.
    var fileExtension: String { get }
    /// Other endings that such files have.
    var otherExtensions: [String] { get }
    /// Whether it honours `RenderingOptions.maximumBytes`: formats for people do, those for programs are whole.
    var canBeShortened: Bool { get }
    /// The whole document, ending in a newline; the same report gives the same bytes.
    func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport
}

extension ReportRenderer {
    /// None.
    public var otherExtensions: [String] { [] }
    /// No.
    public var canBeShortened: Bool { false }

    /// The document with the usual options.
    public func render(_ report: Report) -> String { render(report, RenderingOptions()).document }
}

/// What a renderer is told beside the report.
public struct RenderingOptions: Sendable, Hashable {
    /// The folder, relative to the document, that files such as figures will be written to; nil where there can be
    /// none, as on standard output.
    public var folder: String?
    /// The most bytes the document may have; nil for any number.
    ///
    /// Formats for people shorten their least important parts and say so; where even the shortest document is
    /// longer, that is what they give.
    public var maximumBytes: Int?
    /// What to note in the document about how it was made, but for the options above; nil for no such note.
    public var marker: ReportMarker?
    /// Whether a format that can holds a script, by which tables are sorted and cells tell their address.
    public var hasScript: Bool

    /// Options.
    public init(
        folder: String? = nil, maximumBytes: Int? = nil, marker: ReportMarker? = nil, hasScript: Bool = true
    ) {
        self.folder = folder
        self.maximumBytes = maximumBytes
        self.marker = marker
        self.hasScript = hasScript
    }

    /// The marker with these options; the folder is part of it where the document refers to figures.
    func marker(hasFigures: Bool) -> ReportMarker? {
        var marker = marker
        marker?.maximumBytes = maximumBytes
        marker?.folder = hasFigures ? folder : nil
        return marker
    }
}

/// A document with the files that belong to it.
public struct RenderedReport: Sendable, Hashable {
    /// A file that the document refers to.
    public struct Attachment: Sendable, Hashable {
        /// Its name in the folder of the options.
        public var name: String
        /// Its text.
        public var text: String

        /// A file.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The document.
    public var document: String
    /// The files beside it, by name.
    public var attachments: [Attachment]

    /// A document.
    public init(document: String, attachments: [Attachment] = []) {
        self.document = document
        self.attachments = attachments
    }
}

/// The formats that reports can be written in.
public enum ReportFormats {
    /// All of them; the first is the default.
    public static let all: [any ReportRenderer] = [
        MarkdownRenderer(),
        HTMLRenderer(),
        LaTeXRenderer(),
        CSVRenderer(),
        JSONRenderer(),
    ]

    /// The renderer for files that are called so; nil where the ending says nothing.
    public static func renderer(forFile path: String) -> (any ReportRenderer)? {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        return all.first { ([$0.fileExtension] + $0.otherExtensions).contains(ending) }
    }

    /// The endings that say a format, for people.
    public static var endings: String {
        let all = all.flatMap { [$0.fileExtension] + $0.otherExtensions }.map { "." + $0 }
        return all.dropLast().joined(separator: ", ") + " or " + all[all.count - 1]
    }

    /// The renderer of that format; throws `.usage` when there is none.
    public static func renderer(_ format: String) throws(BenchError) -> any ReportRenderer {
        try Suggestion.choice(format, of: "report format", in: all) { $0.format }
    }
}
