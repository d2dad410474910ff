import Primitives

/// Decides, after the first pass, which columns must be read again and in which way.
enum ColumnDecision {
    /// The columns to read again; throws when a column is one of numbers but for a mistake.
    static func rereads(_ table: Table, _ options: TableOptions) throws(BenchError) -> [Int: ColumnRequest] {
        var result: [Int: ColumnRequest] = [:]
        for (index, role) in table.plan.roles.enumerated() {
            let column = table.column(index)
            // What has no value in some row is refused for that, whatever it holds elsewhere.
            guard column.pointee.missing == 0 || role == .input else { continue }
            switch role {
            case .excluded, .group, .split, .weight: break
            case .time:
                if isText(column), table.plan.kinds[index] == nil { result[index] = .levels(limit: .max) }
            case .target:
                guard options.task != .regression, table.plan.kinds[index] == nil else { break }
                if options.task == .auto {
                    try refuseMistake(table, index, remedy: "set task: classification")
                }
                let hasOverflow = column.pointee.firstOverflow != nil && options.task == .classification
                if isText(column) || (hasOverflow && column.pointee.mode == .numbers) {
                    result[index] = .levels(limit: .max)
                }
            case .input:
                guard table.plan.kinds[index] == nil else { break }
                try refuseMistake(table, index, remedy: "list it under categorical")
                if isText(column) {
                    result[index] = .levels(limit: options.keepsIdentifiers ? .max : options.mostLevels)
                }
            }
        }
        return result
    }

    /// Whether a column was read as numbers and has others.
    private static func isText(_ column: UnsafeMutablePointer<ColumnBuilder>) -> Bool {
        column.pointee.mode == .numbers && column.pointee.others > 0
    }

    /// A column of numbers and other texts.
    struct Mixture {
        /// How many cells are numbers.
        var numeric: Int
        /// How many cells are not missing.
        var present: Int
        /// The first cell that is no number.
        var first: ColumnBuilder.Found

        /// What was seen, for a note.
        func words(_ table: Table) -> String {
            "numeric in \(numeric) of \(present) cells, but not in line \(table.location(first.row).line ?? 0): "
                + Table.quoted(first.text)
        }
    }

    /// What a column holds that was not read as numbers but is one of them for the most part; nil for others.
    static func mixture(_ table: Table, _ index: Int) -> Mixture? {
        counts(table, index).flatMap { $0.numeric >= 20 && $0.numeric * 2 > $0.present ? $0 : nil }
    }

    /// Throws when nearly every cell is a number, for then the others are mistakes.
    private static func refuseMistake(_ table: Table, _ index: Int, remedy: String) throws(BenchError) {
        guard let found = counts(table, index), found.numeric >= 20,
            found.numeric * 100 > found.present * 95
        else { return }
        throw BenchError(
            .data,
            "column \"\(table.name(index))\" is numeric in \(found.numeric) of \(found.present) cells, "
                + "but not here: \(Table.quoted(found.first.text))",
            at: table.location(found.first.row), remedy: "\(remedy), or add the text to missing_values")
    }

    /// How many cells of a column are numbers; nil where all are, or where that was not counted.
    private static func counts(_ table: Table, _ index: Int) -> Mixture? {
        let column = table.column(index)
        var numeric = column.pointee.numeric
        var first = column.pointee.firstOther
        if column.pointee.mode == .levels {
            let levels = column.pointee.table
            for code in 0..<levels.count {
                if levels.number(code, point: table.point) != .malformed {
                    numeric += levels.counts[code]
                } else if first == nil || levels.firstRows[code] < first!.row {
                    first = .init(row: levels.firstRows[code], text: levels.text(code))
                }
            }
        }
        guard let first else { return nil }
        return Mixture(numeric: numeric, present: table.rowCount - column.pointee.missing, first: first)
    }
}
