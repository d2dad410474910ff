import CLibCSV
import Primitives

/// Splits a CSV file into cells (RFC 4180, strict about quotes) by libcsv, a physical line at a time.
///
/// libcsv reports no positions and drops blank lines, so the lines are cut and counted here. A line ends at
/// "\n", "\r\n" or a lone "\r"; quoted cells may contain any of them. Bytes may arrive in any chunks.
final class CSVParser {
    private let parser: UnsafeMutablePointer<csv_parser>
    private let file: String
    private var table: CSVTable
    private var failure: BenchError?

    private var pending: [UInt8] = []
    private var endsInReturn = false
    private var line = 0
    private var rowLine = 1
    private var quoteLine = 1

    private var row: [UInt8] = []
    private var cellEnds: [Int] = []
    private var cellsSeen = 0

    /// A parser of the file named `file` in messages, with cells separated by `delimiter`.
    init(file: String, delimiter: UInt8 = UInt8(ascii: ",")) {
        self.file = file
        table = CSVTable(file: file)
        parser = .allocate(capacity: 1)
        parser.initialize(to: csv_parser())
        // csv_init fails for a null pointer only.
        _ = csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
        csv_set_delim(parser, delimiter)
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
    }

    /// The table in `bytes`; throws what is wrong with them.
    static func parse(_ bytes: [UInt8], file: String, delimiter: UInt8 = UInt8(ascii: ",")) throws(BenchError)
        -> CSVTable
    {
        let parser = CSVParser(file: file, delimiter: delimiter)
        bytes.withUnsafeBytes { parser.consume($0) }
        return try parser.finish()
    }

    /// Takes the next bytes of the file; after an error it ignores them.
    func consume(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil else { return }
        for byte in bytes {
            if endsInReturn, byte != UInt8(ascii: "\n") { endLine() }
            pending.append(byte)
            endsInReturn = byte == UInt8(ascii: "\r")
            if byte == UInt8(ascii: "\n") { endLine() }
        }
    }

    /// The table, after the last byte; throws the first thing that is wrong in the file.
    func finish() throws(BenchError) -> CSVTable {
        if !pending.isEmpty { endLine() }
        if failure == nil, hasOpenQuote {
            fail(
                "the quote opened here is never closed", line: quoteLine,
                remedy: "close it, or double it if it is text")
        }
        if failure == nil {
            _ = csv_fini(
                parser, Self.cellCallback, Self.rowCallback, Unmanaged.passUnretained(self).toOpaque())
        }
        if let failure { throw failure }
        if table.header.isEmpty {
            throw BenchError(
                .data, "the file is empty", at: .init(file: file),
                remedy: "its first line must name the columns")
        }
        return table
    }

    /// Whether the bytes so far end inside a quoted cell.
    ///
    /// libcsv's states: 0 before a row, 1 before a cell, 2 in a cell, 3 after a quote inside a quoted cell.
    private var hasOpenQuote: Bool { parser.pointee.pstate == 2 && parser.pointee.quoted != 0 }

    private func endLine() {
        endsInReturn = false
        line += 1
        defer { pending.removeAll(keepingCapacity: true) }
        guard failure == nil else { return }
        if line == 1, pending.starts(with: [0xEF, 0xBB, 0xBF]) { pending.removeFirst(3) }
        guard checkText() else { return }

        if parser.pointee.pstate == 0 { rowLine = line }
        let wasOpen = hasOpenQuote
        let seen = cellsSeen
        let consumed = pending.withUnsafeBytes { bytes in
            csv_parse(
                parser, bytes.baseAddress, bytes.count, Self.cellCallback, Self.rowCallback,
                Unmanaged.passUnretained(self).toOpaque())
        }
        guard failure == nil else { return }
        guard consumed == pending.count else {
            reportRefusal(at: consumed, quoteWasOpen: wasOpen && seen == cellsSeen)
            return
        }
        if hasOpenQuote, !wasOpen || seen != cellsSeen { quoteLine = line }
    }

    /// Whether the line is UTF-8 without NUL, as every line of a CSV file must be.
    private func checkText() -> Bool {
        if let position = pending.firstIndex(of: 0) {
            fail(
                "a NUL byte", line: line, column: column(of: position),
                remedy: "save the file as UTF-8; a file with NUL bytes is UTF-16 or no text")
            return false
        }
        if let position = Self.invalidPosition(in: pending) {
            fail(
                "the text is not valid UTF-8", line: line, column: column(of: position),
                remedy: "save the file as UTF-8")
            return false
        }
        return true
    }

    /// Where the first byte stands that is not UTF-8.
    private static func invalidPosition(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    private func reportRefusal(at position: Int, quoteWasOpen: Bool) {
        guard csv_error(parser) == CSV_EPARSE else {
            fail("a cell is too large to read", line: rowLine)
            return
        }
        let origin =
            quoteWasOpen && quoteLine != line ? ", in the cell whose quote opened on line \(quoteLine)" : ""
        fail(
            "misplaced quote" + origin, line: line, column: column(of: position),
            remedy: "put the whole cell in quotes and double the quotes inside it")
    }

    private func column(of position: Int) -> Int {
        String(decoding: pending[..<min(position, pending.count)], as: UTF8.self).count + 1
    }

    private func fail(_ message: String, line: Int, column: Int? = nil, remedy: String? = nil) {
        failure = BenchError(
            .data, message, at: .init(file: file, line: line, column: column), remedy: remedy)
    }

    // MARK: What libcsv calls

    private static let cellCallback:
        @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void =
            { bytes, count, context in
                Unmanaged<CSVParser>.fromOpaque(context!).takeUnretainedValue()
                    .endCell(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
            }

    private static let rowCallback: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        Unmanaged<CSVParser>.fromOpaque(context!).takeUnretainedValue().endRow()
    }

    private func endCell(_ bytes: UnsafeRawBufferPointer) {
        row.append(contentsOf: bytes)
        cellEnds.append(row.count)
        cellsSeen += 1
    }

    private func endRow() {
        defer {
            row.removeAll(keepingCapacity: true)
            cellEnds.removeAll(keepingCapacity: true)
        }
        guard failure == nil else { return }
        if table.header.isEmpty {
            var start = 0
            var names: [String] = []
            for end in cellEnds {
                names.append(String(decoding: row[start..<end], as: UTF8.self))
                start = end
            }
            do throws(BenchError) {
                try table.setHeader(names, line: rowLine)
            } catch {
                failure = error
            }
        } else if cellEnds.count != table.header.count {
            fail(
                "the row has \(cellEnds.count) \(cellEnds.count == 1 ? "cell" : "cells"), "
                    + "the header has \(table.header.count)",
                line: rowLine,
                remedy:
                    "every row needs a cell per column; put a cell that contains the delimiter in quotes"
            )
        } else {
            table.append(row, cellEnds: cellEnds, line: rowLine)
        }
    }
}
