import Primitives

/// A report as values: what is said, not how it is laid out.
///
/// A renderer turns it into one format.
///
/// All texts are plain: a renderer escapes whatever its format gives a meaning to.
public struct Report: Sendable, Hashable {
    /// The title.
    public var title: String
    /// The sections, in reading order.
    public var sections: [Section]

    /// A report.
    public init(title: String, sections: [Section]) {
        self.title = title
        self.sections = sections
    }
}

/// One section of a report.
public struct Section: Sendable, Hashable {
    /// A piece of a section.
    public enum Block: Sendable, Hashable {
        /// A paragraph.
        case paragraph(String)
        /// A list without numbers.
        case list([String])
        /// A table with its notes.
        case table(Table)
    }

    /// The title.
    public var title: String
    /// The contents, in reading order.
    public var blocks: [Block]

    /// A section.
    public init(title: String, blocks: [Block]) {
        self.title = title
        self.blocks = blocks
    }
}

/// A table: columns, rows of as many cells, and notes that stand below it.
public struct Table: Sendable, Hashable {
    /// One column.
    public struct Column: Sendable, Hashable {
        /// Where a column's texts stand.
        public enum Alignment: Sendable, Hashable { case left, right }

        /// Its name for programs, stable across versions, like "difference".
        public var id: String
        /// Its heading for people.
        public var title: String
        /// Where its texts stand.
        public var alignment: Alignment

        /// A column.
        public init(_ id: String, _ title: String, _ alignment: Alignment = .left) {
            self.id = id
            self.title = title
            self.alignment = alignment
        }
    }

    /// One cell: a text for people and, where there is one, the value behind it for programs.
    public struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
        /// What people read, with its digits cut.
        public var text: String
        /// The value with all its digits; nil when the text says it all.
        public var value: JSONValue?

        /// A cell.
        public init(_ text: String, value: JSONValue? = nil) {
            self.text = text
            self.value = value
        }

        /// A cell of text.
        public init(stringLiteral value: String) { self.init(value) }

        /// What stands where there is nothing to show.
        public static let blank = Cell("–", value: .null)
    }

    /// The columns.
    public var columns: [Column]
    /// The rows, each with one cell per column.
    public var rows: [[Cell]]
    /// Notes that belong to this table.
    public var notes: [String]

    /// A table; every row must have one cell per column.
    public init(columns: [Column], rows: [[Cell]], notes: [String] = []) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row needs one cell per column")
        self.columns = columns
        self.rows = rows
        self.notes = notes
    }
}
