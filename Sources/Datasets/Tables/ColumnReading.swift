import Primitives

/// Takes columns out of a table as what their role needs.
struct ColumnReading {
    /// The table.
    let table: Table

    private func fault(_ message: String, _ found: ColumnBuilder.Found, remedy: String) -> BenchError {
        BenchError(.data, message, at: table.location(found.row), remedy: remedy)
    }

    /// A column's numbers, NaN where missing; throws for a text and for a number beyond a double.
    ///
    /// `subject` is what messages call the column; the numbers may be taken once.
    func numbers(_ index: Int, subject: String, remedy: String) throws(BenchError) -> [Double] {
        let column = table.column(index)
        if let found = column.pointee.firstOther {
            throw fault(
                "\(subject) must be a number, found \(Table.quoted(found.text))", found, remedy: remedy)
        }
        if let found = column.pointee.firstOverflow {
            throw fault(
                "\(subject): the number \(Table.quoted(found.text)) is too large", found,
                remedy: "the largest is 1.797e308; \(remedy)")
        }
        return column.pointee.numbers.take()
    }

    /// Throws when a cell of a column is missing that must not be.
    func refuseMissing(_ index: Int, subject: String, remedy: String) throws(BenchError) {
        guard let found = table.column(index).pointee.firstMissing else { return }
        let count = table.column(index).pointee.missing
        throw fault(
            "\(subject) is missing: \(Table.quoted(found.text))"
                + (count > 1 ? " (in \(count) of \(table.rowCount) rows, here first)" : ""), found,
            remedy: remedy)
    }

    /// Throws when a column has a text that its declared levels lack.
    func refuseUndeclared(_ index: Int) throws(BenchError) {
        let column = table.column(index)
        guard column.pointee.mode == .levels, let found = column.pointee.firstOther else { return }
        let levels = column.pointee.table
        let names = (0..<levels.count).map { levels.text($0) }
        throw fault(
            "column \"\(table.name(index))\": \(Table.quoted(found.text)) is none of its declared levels"
                + Suggestion.hint(for: found.text, among: names), found,
            remedy: "correct it, or declare the level too")
    }

    /// A column's levels and the code of each row, −1 where missing; they may be taken once.
    func levels(_ index: Int) -> (codes: [Int32], levels: [String]) {
        let column = table.column(index)
        let kind = table.plan.kinds[index]
        let texts = (0..<column.pointee.table.count).map { column.pointee.table.text($0) }
        if case .levels = kind { return (column.pointee.codes.take(), texts) }
        // Texts that Unicode takes for the same are one level, under the first spelling.
        var firsts: [String: Int] = [:]
        let representatives = texts.indices.map { code in
            if let first = firsts[texts[code]] { return first }
            firsts[texts[code]] = code
            return code
        }
        var order = texts.indices.filter { representatives[$0] == $0 }
        order.sort { texts[$0].unicodeScalars.lexicographicallyPrecedes(texts[$1].unicodeScalars) }
        if kind == .ordinal, let numeric = numericOrder(order, column) { order = numeric }
        var ranks = [Int32](repeating: 0, count: texts.count)
        for (rank, code) in order.enumerated() { ranks[code] = Int32(rank) }
        for code in texts.indices { ranks[code] = ranks[representatives[code]] }
        var codes = column.pointee.codes.take()
        for row in codes.indices where codes[row] >= 0 { codes[row] = ranks[Int(codes[row])] }
        return (codes, order.map { texts[$0] })
    }

    /// The codes in the order of the numbers they are; nil where one is none.
    private func numericOrder(_ codes: [Int], _ column: UnsafeMutablePointer<ColumnBuilder>) -> [Int]? {
        var values: [(value: Double, code: Int)] = []
        for code in codes {
            guard case .value(let value) = column.pointee.table.number(code, point: table.point) else {
                return nil
            }
            values.append((value, code))
        }
        // Equal numbers (1 and 1.0) keep the order of their texts.
        return values.enumerated().sorted {
            $0.element.value == $1.element.value
                ? $0.offset < $1.offset : $0.element.value < $1.element.value
        }.map(\.element.code)
    }

    /// Whether every level of a column is a date, and there is one.
    func holdsDates(_ index: Int) -> Bool {
        let column = table.column(index)
        switch column.pointee.mode {
        case .counted:
            return column.pointee.numeric == 0 && column.pointee.dates == column.pointee.others
        case .levels:
            let levels = column.pointee.table
            return levels.count > 0
                && (0..<levels.count).allSatisfy { code in
                    levels.bytes(code).withUnsafeBytes { CalendarDate($0) } != nil
                }
        case .numbers, .skipped: return false
        }
    }
}
