import Primitives

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
        /// Whether it is set in bold: statistically not worse than the best, never just the largest number.
        public var isStrong: Bool
        /// What it was computed from; nil for what was not computed.
        public var origin: Origin?

        /// A cell.
        public init(_ text: String, value: JSONValue? = nil, isStrong: Bool = false, origin: Origin? = nil) {
            self.text = text
            self.value = value
            self.isStrong = isStrong
            self.origin = origin
        }

        /// A cell of text.
        public init(stringLiteral value: String) { self.init(value) }

        /// What stands where there is nothing to show.
        public static let blank = Cell("–", value: .null)
    }

    /// What a cell was computed from, for `bench why`.
    public struct Origin: Sendable, Hashable {
        /// How, in plain text: "mean of accuracy on test over the seeds".
        public var formula: String
        /// The rows of the experiment's `ResultTable`, in the order in which they were used.
        public var rows: [Int]

        /// An origin.
        public init(formula: String, rows: [Int]) {
            self.formula = formula
            self.rows = rows
        }
    }

    /// Its name for programs and links, unique in the report, like "results-digits-mlp".
    public var id: String
    /// What stands above it; empty where its section's title says it.
    public var title: String
    /// The columns.
    public var columns: [Column]
    /// The rows, each with one cell per column.
    public var rows: [[Cell]]
    /// The rows' names for programs, like a method's label; the address of a cell is table:row:column.
    public var rowIDs: [String]
    /// Notes that belong to this table.
    public var notes: [String]

    /// A table; every row must have one cell per column.
    ///
    /// Rows without names of their own are called by the text of their first cell.
    public init(
        id: String, title: String = "", columns: [Column], rows: [[Cell]], rowIDs: [String]? = nil,
        notes: [String] = []
    ) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row needs one cell per column")
        precondition(rowIDs.map { $0.count == rows.count } ?? true, "a name per row")
        self.id = id
        self.title = title
        self.columns = columns
        self.rows = rows
        self.rowIDs = rowIDs ?? rows.map { $0.first?.text ?? "" }
        self.notes = notes
    }

    /// The address of a cell in its report: what `bench why` is asked for.
    public func address(row: Int, column: Int) -> String {
        "\(id):\(rowIDs[row]):\(columns[column].id)"
    }
}
