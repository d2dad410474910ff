/// The first rows of a file cut into cells, roughly: enough to recognise a dialect, not to read data.
struct SampleRows {
    /// The cells of each row, blank lines and comments left out; no cell has its quotes or outer spaces.
    private(set) var rows: [[[UInt8]]] = []

    /// At most `most` rows of `bytes`.
    init(_ bytes: [UInt8], _ dialect: CSVDialect, most: Int) {
        var row: [[UInt8]] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        var isComment = false

        func endCell() {
            if case .spaces = dialect.delimiter, cell.isEmpty, !wasQuoted { return }
            row.append(wasQuoted ? cell : Self.trimmed(cell))
            cell = []
            wasQuoted = false
        }
        for byte in bytes {
            let isLineEnd = byte == 0x0A || byte == 0x0D
            if isComment {
                isComment = !isLineEnd
                continue
            }
            if byte == dialect.quote {
                isQuoted.toggle()
                // A doubled quote opens again at once.
                if isQuoted, wasQuoted { cell.append(byte) }
                wasQuoted = true
            } else if isQuoted {
                cell.append(byte)
            } else if isLineEnd {
                if row.isEmpty, !wasQuoted, Self.trimmed(cell).isEmpty {
                    cell = []
                    continue
                }
                endCell()
                if !row.isEmpty { rows.append(row) }
                row = []
                if rows.count == most { return }
            } else if row.isEmpty, cell.isEmpty, byte == dialect.comment {
                isComment = true
            } else if isDelimiter(byte, dialect) {
                endCell()
            } else if !wasQuoted {
                cell.append(byte)
            }
        }
        if !isQuoted, !row.isEmpty || wasQuoted || !Self.trimmed(cell).isEmpty {
            endCell()
            if !row.isEmpty { rows.append(row) }
        }
    }

    private func isDelimiter(_ byte: UInt8, _ dialect: CSVDialect) -> Bool {
        switch dialect.delimiter {
        case .byte(let delimiter): byte == delimiter
        case .spaces: byte == 0x20 || byte == 0x09
        }
    }

    private static func trimmed(_ cell: [UInt8]) -> [UInt8] {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = cell.firstIndex(where: { !isSpace($0) }) else { return [] }
        return Array(cell[first...cell.lastIndex { !isSpace($0) }!])
    }
}
