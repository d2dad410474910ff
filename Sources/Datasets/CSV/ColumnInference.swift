import Primitives

/// Decides what one column of a CSV file holds, and reads it.
struct ColumnInference {
    let table: CSVTable
    let options: CSVOptions
    /// The column's index.
    let column: Int

    /// More levels than this are taken for an identifier or free text.
    static let mostLevels = 100

    private var name: String { table.header[column] }

    /// The column's cells as numbers or levels; nil when every cell is missing.
    func values(forcedCategorical: Bool) throws(BenchError) -> FeatureColumn.Values? {
        let numbers: [Double]? = try forcedCategorical ? nil : numbers(remedy: "list it under categorical")
        if let numbers { return numbers.allSatisfy(\.isNaN) ? nil : .numeric(numbers) }
        let (codes, levels) = levels()
        if levels.isEmpty { return nil }
        guard levels.count <= Self.mostLevels, levels.count < table.rowCount else {
            throw BenchError(
                .data,
                "column \"\(name)\" has \(levels.count) different texts in \(table.rowCount) rows, "
                    + "like an identifier",
                at: table.headerLocation, remedy: "list it under exclude: [\(name)]")
        }
        return .categorical(codes: codes, levels: levels)
    }

    /// The cells as finite numbers, NaN where missing; nil when the column is one of texts.
    ///
    /// Throws when nearly every cell is a number, for then the others are mistakes, and when one overflows.
    func numbers(remedy: String) throws(BenchError) -> [Double]? {
        var numbers: [Double] = []
        numbers.reserveCapacity(table.rowCount)
        var numeric = 0
        var firstText: Int?
        var firstOverflow: Int?
        var missing = 0
        for row in 0..<table.rowCount {
            let cell = table.cell(row, column)
            var number = Double.nan
            switch DecimalNumber(cell) {
            case _ where isMissing(row): missing += 1
            case .malformed: firstText = firstText ?? row
            case .overflow:
                firstOverflow = firstOverflow ?? row
                numeric += 1
            case .value(let value):
                number = value
                numeric += 1
            }
            numbers.append(number)
        }
        if let firstText {
            let present = table.rowCount - missing
            guard numeric >= 20, numeric * 100 > present * 95 else { return nil }
            throw BenchError(
                .data,
                "column \"\(name)\" is numeric in \(numeric) of \(present) cells, "
                    + "but not here: \(quoted(firstText))",
                at: table.location(firstText), remedy: "\(remedy), or add the text to missing_values")
        }
        if let firstOverflow {
            throw BenchError(
                .data, "column \"\(name)\": the number \(quoted(firstOverflow)) is too large",
                at: table.location(firstOverflow),
                remedy: "the largest is 1.797e308; \(remedy), or add the text to missing_values")
        }
        return numbers
    }

    /// The cells as levels sorted by Unicode scalar, −1 where missing.
    func levels() -> (codes: [Int32], levels: [String]) {
        var firstCodes: [String: Int] = [:]
        var texts: [String] = []
        var codes: [Int] = []
        for row in 0..<table.rowCount {
            guard !isMissing(row) else {
                codes.append(-1)
                continue
            }
            let text = table.text(row, column)
            if let code = firstCodes[text] {
                codes.append(code)
            } else {
                firstCodes[text] = texts.count
                codes.append(texts.count)
                texts.append(text)
            }
        }
        let order = texts.indices.sorted {
            texts[$0].unicodeScalars.lexicographicallyPrecedes(texts[$1].unicodeScalars)
        }
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, code) in order.enumerated() { ranks[code] = rank }
        return (codes.map { $0 < 0 ? -1 : Int32(ranks[$0]) }, order.map { texts[$0] })
    }

    /// Whether a cell's text is one of those that mean "missing".
    func isMissing(_ row: Int) -> Bool { options.missingValues.contains(table.text(row, column)) }

    /// A cell's text for a message: quoted, and cut where it is long.
    func quoted(_ row: Int) -> String {
        let text = table.text(row, column)
        return "\"" + (text.count > 40 ? text.prefix(40) + "…" : text) + "\""
    }
}
