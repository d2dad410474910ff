import CLibCSV
import Primitives

/// Splits lines of text into cells (RFC 4180, strict about quotes) by libcsv and fills columns with them.
///
/// libcsv reports no positions and drops blank lines, so physical lines are cut and counted here. Bytes may
/// arrive in any chunks. After the first error everything is ignored.
final class CSVParser {
    /// What is to become of the cells.
    struct Target {
        /// The texts that mean a missing cell.
        var missing: Set<String>
        /// About how many rows there are; 0 where that is unknown.
        var expectedRows = 0
        /// How to read each column, once the names and the line that has them are known.
        var requests: (_ names: [String], _ line: Int) throws(BenchError) -> [ColumnRequest]
    }

    private let parser: UnsafeMutablePointer<csv_parser>
    private let collector: UnsafeMutablePointer<RowCollector>
    private let file: String
    private let dialect: CSVDialect
    private let target: Target
    /// Whether lines without a quote are split by `PlainLine`; for tests, which compare it with libcsv.
    private let splitsPlainLines: Bool
    /// Turns a line of another format into one of CSV; nil leaves it out.
    private let rewrite: ((UnsafeRawBufferPointer, _ line: Int) throws(BenchError) -> [UInt8]?)?
    /// What is wrong with the file.
    private(set) var failure: BenchError?
    /// The names of the columns.
    private(set) var names: [String] = []
    /// The line that has them.
    private(set) var headerLine = 1
    /// The line of each row.
    private(set) var lines = LineMap()

    private var cutter = LineCutter()
    private var line: Int
    private var rowLine = 1
    private var quoteLine = 1
    /// Whether the line at hand has no quote.
    private var mayBePlain = false

    /// A parser of the file named `file` in messages, after its first `linesBefore` lines.
    init(
        file: String, dialect: CSVDialect, linesBefore: Int = 0, names: [String]? = nil, target: Target,
        splitsPlainLines: Bool = true,
        rewrite: ((UnsafeRawBufferPointer, _ line: Int) throws(BenchError) -> [UInt8]?)? = nil
    ) {
        self.file = file
        self.dialect = dialect
        self.target = target
        self.rewrite = rewrite
        self.splitsPlainLines = splitsPlainLines && rewrite == nil
        line = linesBefore
        parser = .allocate(capacity: 1)
        parser.initialize(to: csv_parser())
        // csv_init fails for a null pointer only.
        _ = csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
        csv_set_delim(parser, dialect.delimiterByte)
        // No line has a NUL, so as a quote it means none.
        csv_set_quote(parser, dialect.quote ?? 0)
        collector = .allocate(capacity: 1)
        collector.initialize(
            to: RowCollector(
                missing: MissingTexts(target.missing, point: dialect.point), point: dialect.point))
        if let names { attempt { () throws(BenchError) in try begin(names, line: linesBefore) } }
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        for index in collector.pointee.builders.indices { collector.pointee.builders[index].deallocate() }
        collector.pointee.builders.deinitialize().deallocate()
        collector.deinitialize(count: 1)
        collector.deallocate()
    }

    /// The number of rows, the header not among them.
    var rowCount: Int { collector.pointee.row }

    /// The columns, once per column of the file; the caller takes their content.
    var builders: UnsafeMutableBufferPointer<ColumnBuilder> { collector.pointee.builders }

    /// Takes the next bytes of the file.
    func consume(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil else { return }
        cutter.cut(bytes) { endLine($0) }
    }

    /// Says that there are no more bytes; what is wrong with the file is in `failure`.
    func finish() {
        cutter.finish { endLine($0) }
        if failure == nil, hasOpenQuote {
            fail(
                "the quote opened here is never closed", line: quoteLine,
                remedy: "close it, or double it if it is text")
        }
        if failure == nil {
            _ = csv_fini(parser, Self.cellCallback, Self.rowCallback, collector)
            endRow()
        }
        if failure == nil, names.isEmpty {
            failure = BenchError(
                .data, "the file is empty", at: .init(file: file),
                remedy: "its first line must name the columns")
        }
    }

    /// Whether the bytes so far end inside a quoted cell.
    ///
    /// libcsv's states: 0 before a row, 1 before a cell, 2 in a cell, 3 after a quote inside a quoted cell.
    private var hasOpenQuote: Bool { parser.pointee.pstate == 2 && parser.pointee.quoted != 0 }

    private func endLine(_ whole: UnsafeRawBufferPointer) {
        line += 1
        guard failure == nil else { return }
        var bytes = whole
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(3))
        }
        mayBePlain = false
        let survey = LineText.survey(bytes, quote: dialect.quote ?? 0)
        guard !survey.hasNUL, survey.isASCII || dialect.isLatin1 else {
            guard checkText(bytes, hasNUL: survey.hasNUL) else { return }
            mayBePlain = !survey.hasQuote
            prepare(bytes)
            return
        }
        mayBePlain = !survey.hasQuote
        if !survey.isASCII {
            LineText.fromLatin1(bytes).withUnsafeBytes { prepare($0) }
        } else {
            prepare(bytes)
        }
    }

    /// Whether the line is UTF-8 without NUL, as every line of a CSV file must be.
    private func checkText(_ bytes: UnsafeRawBufferPointer, hasNUL: Bool) -> Bool {
        if hasNUL, let position = bytes.firstIndex(of: 0) {
            fail(
                "a NUL byte", line: line, column: column(of: position, in: bytes),
                remedy: "save the file as UTF-8; a file with NUL bytes is UTF-16 or no text")
            return false
        }
        if let position = LineText.invalidPosition(in: bytes) {
            fail(
                "the text is not valid UTF-8", line: line, column: column(of: position, in: bytes),
                remedy: "save the file as UTF-8, or set encoding: latin-1")
            return false
        }
        return true
    }

    /// Leaves comments out and brings other forms into libcsv's.
    private func prepare(_ bytes: UnsafeRawBufferPointer) {
        if let rewrite {
            attempt { () throws(BenchError) in
                try rewrite(bytes, line)?.withUnsafeBytes { split($0) }
            }
            return
        }
        let isInside = hasOpenQuote
        if !isInside, let comment = dialect.comment,
            bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) == comment
        {
            return
        }
        if case .spaces = dialect.delimiter {
            LineText.collapsingSpaces(bytes, quote: dialect.quote, startsQuoted: isInside)
                .withUnsafeBytes { split($0) }
        } else {
            split(bytes)
        }
    }

    private func split(_ bytes: UnsafeRawBufferPointer) {
        if parser.pointee.pstate == 0 {
            rowLine = line
            if mayBePlain, splitsPlainLines {
                let isRow = PlainLine.split(bytes, at: dialect.delimiterByte) { cell, isPadded in
                    collector.pointee.take(cell, isPadded: isPadded)
                }
                collector.pointee.rowEnded = isRow
                endRow()
                return
            }
        }
        let wasOpen = hasOpenQuote
        let seen = collector.pointee.cellsSeen
        let consumed = csv_parse(
            parser, bytes.baseAddress, bytes.count, Self.cellCallback, Self.rowCallback, collector)
        guard consumed == bytes.count else {
            reportRefusal(
                at: consumed, in: bytes, quoteWasOpen: wasOpen && seen == collector.pointee.cellsSeen)
            return
        }
        if collector.pointee.rowEnded { endRow() }
        if hasOpenQuote, !wasOpen || seen != collector.pointee.cellsSeen { quoteLine = line }
    }

    private func reportRefusal(at position: Int, in bytes: UnsafeRawBufferPointer, quoteWasOpen: Bool) {
        guard csv_error(parser) == CSV_EPARSE else {
            fail("a cell is too large to read", line: rowLine)
            return
        }
        let origin =
            quoteWasOpen && quoteLine != line ? ", in the cell whose quote opened on line \(quoteLine)" : ""
        let advice = rewrite == nil ? ", or set quote: none if quotes are text" : ""
        fail(
            "misplaced quote" + origin, line: line, column: column(of: position, in: bytes),
            remedy: "put the whole cell in quotes and double the quotes inside it" + advice)
    }

    private func column(of position: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        String(decoding: bytes.prefix(position), as: UTF8.self).count + 1
    }

    private func fail(_ message: String, line: Int, column: Int? = nil, remedy: String? = nil) {
        failure = BenchError(
            .data, message, at: .init(file: file, line: line, column: column), remedy: remedy)
    }

    private func attempt(_ body: () throws(BenchError) -> Void) {
        do throws(BenchError) { try body() } catch { failure = failure ?? error }
    }

    // MARK: What libcsv calls

    private static let cellCallback:
        @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void =
            { bytes, count, context in
                context.unsafelyUnwrapped.assumingMemoryBound(to: RowCollector.self).pointee
                    .take(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
            }

    private static let rowCallback: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        context.unsafelyUnwrapped.assumingMemoryBound(to: RowCollector.self).pointee.rowEnded = true
    }

    /// Looks at the row that has just ended; a physical line ends at most one.
    private func endRow() {
        guard collector.pointee.rowEnded else { return }
        collector.pointee.rowEnded = false
        let found = collector.pointee.column
        collector.pointee.column = 0
        if names.isEmpty {
            attempt { () throws(BenchError) in try beginWithFirstRow() }
        } else if found != names.count {
            let origin = dialect.hasHeader || rewrite != nil ? "the header has" : "the first row has"
            fail(
                "the row has \(found) \(found == 1 ? "cell" : "cells"), \(origin) \(names.count)",
                line: rowLine,
                remedy: CSVHeader.remark(names)
                    ?? "every row needs a cell per column; put a cell that contains the delimiter in quotes"
            )
        } else {
            lines.append(rowLine)
            collector.pointee.row += 1
        }
    }

    private func beginWithFirstRow() throws(BenchError) {
        let cells = collector.pointee.header
        if dialect.hasHeader {
            let names = cells.map { String(decoding: $0, as: UTF8.self) }
            try CSVHeader.check(names, at: .init(file: file, line: rowLine))
            try begin(names, line: rowLine)
            return
        }
        try begin(cells.indices.map { "column\($0 + 1)" }, line: rowLine)
        for cell in cells { cell.withUnsafeBytes { collector.pointee.take($0) } }
        collector.pointee.column = 0
        lines.append(rowLine)
        collector.pointee.row = 1
    }

    private func begin(_ names: [String], line: Int) throws(BenchError) {
        let requests = try target.requests(names, line)
        precondition(requests.count == names.count, "a request per column")
        self.names = names
        headerLine = line
        let builders = UnsafeMutableBufferPointer<ColumnBuilder>.allocate(capacity: names.count)
        _ = builders.initialize(from: requests.map { ColumnBuilder($0, expectedRows: target.expectedRows) })
        collector.pointee.builders = builders
        collector.pointee.header = []
    }
}
