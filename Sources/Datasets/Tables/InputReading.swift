import Primitives

/// Reads one input column, or says why it is left out.
struct InputReading {
    /// What becomes of an input column.
    enum Outcome {
        case column(FeatureColumn)
        case leftOut(Reason)
    }

    /// Why a column is left out.
    enum Reason: Hashable {
        case empty
        case constant
        case dates
        /// A column of texts like identifiers; the words say what was seen.
        case identifiers(String)
        /// A column of numbers but for too many texts; the words say what was seen.
        case mixed(String)
        /// Consecutive whole numbers, which is also what an only input may be.
        case rowNumbers
    }

    /// Below so many rows, being nearly all different or counting up proves nothing.
    static let fewestRows = 20

    let table: Table
    let options: TableOptions

    /// The column `index`; throws for a cell that its declared kind does not allow.
    ///
    /// Columns that merely count the rows are left out unless `keepsCounts`.
    func outcome(_ index: Int, keepsCounts: Bool) throws(BenchError) -> Outcome {
        let column = table.column(index)
        let kind = table.plan.kinds[index]
        let name = table.name(index)
        let reading = ColumnReading(table: table)
        try reading.refuseUndeclared(index)
        switch column.pointee.mode {
        case .skipped: return .leftOut(.dates)
        case .numbers:
            let remedy =
                kind == .numeric
                ? "correct it, or add it to missing_values"
                : "list it under categorical, or add the text to missing_values"
            let numbers = try reading.numbers(index, subject: "column \"\(name)\"", remedy: remedy)
            if column.pointee.missing == numbers.count { return .leftOut(.empty) }
            if !keepsCounts, !options.keepsIdentifiers, kind == nil, Self.areRowNumbers(numbers) {
                return .leftOut(.rowNumbers)
            }
            return finished(FeatureColumn(name: name, values: .numeric(numbers)))
        case .counted:
            guard kind == nil else {
                throw BenchError(
                    .data, "column \"\(name)\" has more than \(options.mostLevels) levels",
                    at: table.plan.location, remedy: "raise max_levels, or list it under exclude: [\(name)]")
            }
            if reading.holdsDates(index) { return .leftOut(.dates) }
            if let mixture = ColumnDecision.mixture(table, index) {
                return .leftOut(.mixed(mixture.words(table)))
            }
            return .leftOut(.identifiers("more than \(options.mostLevels) different texts"))
        case .levels:
            if column.pointee.missing == table.rowCount { return .leftOut(.empty) }
            if kind == nil {
                if reading.holdsDates(index) { return .leftOut(.dates) }
                if !options.keepsIdentifiers, let reason = identifierReason(column) {
                    return .leftOut(
                        ColumnDecision.mixture(table, index).map { .mixed($0.words(table)) } ?? reason)
                }
            }
            let (codes, levels) = reading.levels(index)
            var isOrdinal = kind == .ordinal
            if case .levels = kind { isOrdinal = !table.plan.nominal.contains(index) }
            return finished(
                FeatureColumn(
                    name: name, values: .categorical(codes: codes, levels: levels), isOrdinal: isOrdinal))
        }
    }

    private func finished(_ column: FeatureColumn) -> Outcome {
        !options.keepsConstantColumns && column.values.isConstant ? .leftOut(.constant) : .column(column)
    }

    /// Why a column of texts looks like one of identifiers; nil where it does not.
    private func identifierReason(_ column: UnsafeMutablePointer<ColumnBuilder>) -> Reason? {
        let levels = column.pointee.table
        let present = table.rowCount - column.pointee.missing
        let words = "\(levels.count) different texts in \(table.rowCount) rows"
        if levels.count >= table.rowCount { return .identifiers(words) }
        if present >= Self.fewestRows, levels.count * 10 > present * 9 { return .identifiers(words) }
        if levels.count * 2 > present, (0..<levels.count).allSatisfy({ Self.isRandomName(levels.bytes($0)) })
        {
            return .identifiers(words + ", all of them hexadecimal")
        }
        return nil
    }

    /// Whether a text is a UUID or a hash: 16 hexadecimal digits or more, perhaps with hyphens.
    private static func isRandomName(_ text: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        for byte in text {
            switch byte {
            case 0x30...0x39, 0x41...0x46, 0x61...0x66: digits += 1
            case UInt8(ascii: "-"), UInt8(ascii: "{"), UInt8(ascii: "}"): break
            default: return false
            }
        }
        return digits >= 16
    }

    /// Whether the numbers are consecutive whole numbers in any order, each once.
    private static func areRowNumbers(_ numbers: [Double]) -> Bool {
        guard numbers.count >= fewestRows else { return false }
        let count = Double(numbers.count)
        var (least, most) = (numbers[0], numbers[0])
        for number in numbers {
            // Whole numbers that a difference of doubles is exact for; NaN is none.
            guard abs(number) < 0x1p52, number == number.rounded(.towardZero) else { return false }
            least = min(least, number)
            most = max(most, number)
            guard most - least < count else { return false }
        }
        return ConsecutiveNumbers.isPermutation(numbers)
    }
}

extension FeatureColumn.Values {
    /// Whether every row has the same value, with none missing.
    var isConstant: Bool {
        switch self {
        case .numeric(let numbers): numbers.allSatisfy { $0 == numbers[0] }
        case .categorical(let codes, _): codes.allSatisfy { $0 == codes[0] && $0 >= 0 }
        }
    }
}
