import Primitives

/// What reads the bytes of one format into columns.
protocol TableScanner: AnyObject {
    /// Takes the next bytes.
    func consume(_ bytes: UnsafeRawBufferPointer)
    /// The table after the last byte; throws what is wrong with the bytes.
    func finish() throws(BenchError) -> TableScan
}

/// The columns that one pass over a file has read.
struct TableScan {
    /// The columns as they were read, with the line of each row.
    let parser: CSVParser
    /// What each column is for.
    let plan: ColumnPlan
    /// What was recognised.
    var notes: [Diagnostic]
    /// What separates a number's fraction.
    let point: UInt8
}

/// Decides what every column is for and how it is read, as soon as their names are known.
final class TablePlanner {
    private let options: TableOptions
    /// Requests that replace all others, by column: the others have been read already.
    private let again: [Int: ColumnRequest]?
    /// The plan, once there is one.
    private(set) var plan: ColumnPlan?

    /// A planner for the first pass, or for a second one that reads only the columns of `again`.
    init(_ options: TableOptions, again: [Int: ColumnRequest]? = nil) {
        self.options = options
        self.again = again
    }

    /// The requests for the columns `names`.
    func requests(
        _ names: [String], at location: Diagnostic.Location, declared: [TableOptions.Kind?]? = nil,
        delimiter: CSVDialect.Delimiter? = nil
    ) throws(BenchError) -> [ColumnRequest] {
        let plan = try ColumnPlan(
            names: names, at: location, options: options, declared: declared, delimiter: delimiter)
        self.plan = plan
        guard let again else { return plan.requests(options) }
        return names.indices.map { again[$0] ?? .skip }
    }
}

/// A table in memory: one or two passes over its file.
final class Table {
    private let first: TableScan
    private let second: TableScan?
    private let reread: Set<Int>
    /// The file, for messages.
    let file: String

    /// The columns of `first`, but those of `reread` from `second`.
    init(_ first: TableScan, second: TableScan? = nil, reread: Set<Int> = [], file: String) {
        self.first = first
        self.second = second
        self.reread = reread
        self.file = file
    }

    /// What each column is for.
    var plan: ColumnPlan { first.plan }
    /// What was recognised while reading.
    var notes: [Diagnostic] { first.notes + plan.notes }
    /// What separates a number's fraction.
    var point: UInt8 { first.point }
    /// The number of rows.
    var rowCount: Int { first.parser.rowCount }

    /// A column; its storage belongs to the table until it is taken.
    func column(_ index: Int) -> UnsafeMutablePointer<ColumnBuilder> {
        let scan = reread.contains(index) ? second! : first
        return scan.parser.builders.baseAddress! + index
    }

    /// A column's name.
    func name(_ index: Int) -> String { plan.names[index] }

    /// Where a row stands.
    func location(_ row: Int) -> Diagnostic.Location { .init(file: file, line: first.parser.lines[row]) }

    /// A cell for a message: quoted, and cut where it is long.
    static func quoted(_ text: String) -> String {
        "\"" + (text.count > 40 ? text.prefix(40) + "…" : text) + "\""
    }
}
