import Primitives

/// Recognises a file's dialect from its first lines, the same way every time.
struct DialectDetection {
    /// So many bytes are looked at.
    static let sampledBytes = 1 << 16
    /// So many rows are looked at.
    private static let sampledRows = 200

    private let request: CSVDialectRequest
    private let file: String
    private let bytes: [UInt8]
    /// What is worth saying: everything recognised that is not the standard's.
    private(set) var notes: [Diagnostic] = []

    /// A detection from the first bytes of `file`; `isWhole` says that they are all there are.
    init(_ bytes: [UInt8], isWhole: Bool, request: CSVDialectRequest, file: String) {
        self.request = request
        self.file = file
        var kept = bytes[...]
        if kept.starts(with: [0xEF, 0xBB, 0xBF]) { kept = kept.dropFirst(3) }
        if !isWhole, let last = kept.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) { kept = kept[..<last] }
        self.bytes = Array(kept)
    }

    /// The dialect; throws (exit code `data`) when several delimiters are possible and none is consistent.
    mutating func dialect() throws(BenchError) -> CSVDialect {
        var dialect = CSVDialect()
        dialect.isLatin1 = request.isLatin1
        dialect.comment = request.comment
        if let name = request.quote {
            dialect.quote = CSVDialectRequest.quotes.first { $0.name == name }?.byte
        }
        if let name = request.delimiter {
            dialect.delimiter =
                CSVDialect.delimiters.first { $0.name == name }?.delimiter ?? dialect.delimiter
        } else {
            dialect.delimiter = try delimiter(dialect)
            if dialect.delimiterName != "comma" {
                note("the cells are separated by \(words(dialect))", "delimiter: \(dialect.delimiterName)")
            }
        }
        if request.quote == nil, usesSingleQuotes(dialect) {
            dialect.quote = UInt8(ascii: "'")
            note("cells are in single quotes", "quote: single")
        }
        let rows = SampleRows(bytes, dialect, most: Self.sampledRows).rows
        if let point = request.point {
            dialect.point = point
        } else if dialect.delimiterName != "comma", Self.usesDecimalCommas(rows) {
            dialect.point = UInt8(ascii: ",")
            note("numbers have decimal commas", "decimal: comma")
        }
        if let hasHeader = request.hasHeader {
            dialect.hasHeader = hasHeader
        } else if HeaderDetection(rows: rows, point: dialect.point).firstRowIsData {
            dialect.hasHeader = false
            note("the first line is data, so columns are named column1, column2, …", "header: no")
        }
        return dialect
    }

    private mutating func note(_ message: String, _ setting: String) {
        notes.append(
            Diagnostic(
                message + " (recognised from the first lines)", at: .init(file: file),
                remedy: "set \(setting), or another, to say which is meant", severity: .note))
    }

    private func words(_ dialect: CSVDialect) -> String {
        switch dialect.delimiterName {
        case "space": "runs of spaces"
        case "pipe": "vertical bars"
        default: dialect.delimiterName + "s"
        }
    }

    // MARK: The delimiter

    private func delimiter(_ dialect: CSVDialect) throws(BenchError) -> CSVDialect.Delimiter {
        var consistent: [CSVDialect.Delimiter] = []
        var possible: [String] = []
        for (name, delimiter) in CSVDialect.delimiters {
            // Words are separated by spaces in any text: only where nothing else does, they separate cells.
            if delimiter == .spaces, !possible.isEmpty { continue }
            var trial = dialect
            trial.delimiter = delimiter
            let widths = SampleRows(bytes, trial, most: Self.sampledRows).rows.map(\.count)
            guard let first = widths.first, first > 1 else { continue }
            if delimiter != .spaces { possible.append(name) }
            if widths.allSatisfy({ $0 == first }) { consistent.append(delimiter) }
        }
        let comma = CSVDialect.delimiters[0].delimiter
        if consistent.contains(comma) {
            return consistent.dropFirst().first { commasAreDecimal(dialect, $0) } ?? comma
        }
        if let only = consistent.first { return only }
        if possible.count <= 1 {
            return CSVDialect.delimiters.first { $0.name == possible.first }?.delimiter ?? comma
        }
        throw BenchError(
            .data,
            "the delimiter cannot be recognised: by \(possible.joined(separator: ", by ")), the first rows have "
                + "different numbers of cells", at: .init(file: file),
            remedy: "set delimiter to one of " + CSVDialect.delimiters.map(\.name).joined(separator: ", "))
    }

    /// Whether every comma stands inside a number once cells are split at `delimiter`.
    private func commasAreDecimal(_ dialect: CSVDialect, _ delimiter: CSVDialect.Delimiter) -> Bool {
        guard delimiter != .spaces else { return false }
        var trial = dialect
        trial.delimiter = delimiter
        let comma = UInt8(ascii: ",")
        return SampleRows(bytes, trial, most: Self.sampledRows).rows.allSatisfy { row in
            row.allSatisfy { !$0.contains(comma) || DecimalNumber($0[...], point: comma) != .malformed }
        }
    }

    // MARK: Quotes and numbers

    /// Whether cells are enclosed in single quotes, and none in double ones.
    private func usesSingleQuotes(_ dialect: CSVDialect) -> Bool {
        let single = UInt8(ascii: "'")
        guard bytes.contains(single), !bytes.contains(UInt8(ascii: "\"")) else { return false }
        var trial = dialect
        trial.quote = nil
        var isUsed = false
        for row in SampleRows(bytes, trial, most: Self.sampledRows).rows {
            // A delimiter inside the quotes cuts such a cell; its ends are still those of quoted cells.
            let hasEnd = row.contains { $0.last == single }
            for cell in row where cell.first == single || cell.last == single {
                if cell.first == single, cell.last == single, cell.count >= 2 {
                    isUsed = true
                } else if cell.first != single {
                    continue
                } else if !hasEnd {
                    return false
                }
            }
        }
        return isUsed
    }

    /// Whether some number can only have a decimal comma, and none has a decimal point.
    private static func usesDecimalCommas(_ rows: [[[UInt8]]]) -> Bool {
        let comma = UInt8(ascii: ",")
        var isUsed = false
        for cell in rows.joined() {
            if let position = cell.firstIndex(of: comma) {
                guard DecimalNumber(cell[...], point: comma) != .malformed else { continue }
                // 1,234 may be a thousand in groups of three digits; 1,5 and 0,234 are not.
                let isGroup = cell.count - position == 4 && position <= 4 && cell[0] != UInt8(ascii: "0")
                if !isGroup { isUsed = true }
            } else if cell.contains(UInt8(ascii: ".")), DecimalNumber(cell[...]) != .malformed {
                return false
            }
        }
        return isUsed
    }
}
