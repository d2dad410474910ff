import Primitives

/// Decides which task the target column of a CSV file stands for, and reads it.
struct TargetInference {
    let table: CSVTable
    let options: CSVOptions
    /// The target's index.
    let column: Int

    /// A numeric target with more distinct values than this is a regression target.
    static let mostNumericClasses = 20

    private var name: String { table.header[column] }
    private var cells: ColumnInference { ColumnInference(table: table, options: options, column: column) }

    /// The task and the labels; `forcedCategorical` says that the target is listed under `categorical`.
    func target(forcedCategorical: Bool, notes: inout [Diagnostic]) throws(BenchError)
        -> (task: LearningTask, labels: Dataset.Target)
    {
        for row in 0..<table.rowCount where cells.isMissing(row) {
            throw BenchError(
                .data, "the target \"\(name)\" is missing: \(cells.quoted(row))", at: table.location(row),
                remedy: "give it a value or remove the row")
        }
        switch options.task {
        case .regression: return try regression()
        case .classification: return try classification(numbers: forcedCategorical ? nil : allNumbers())
        case .auto where forcedCategorical: return try classification(numbers: nil)
        case .auto:
            guard let numbers = try cells.numbers(remedy: "set task: classification") else {
                return try classification(numbers: nil)
            }
            let distinct = Set(numbers).count
            if distinct > Self.mostNumericClasses
                || numbers.contains(where: { $0 != $0.rounded(.towardZero) })
            {
                return try regression()
            }
            notes.append(
                Diagnostic(
                    "the target \"\(name)\" has \(distinct) distinct whole numbers: taken for classes",
                    at: .init(file: table.file), remedy: "set task to say which is meant", severity: .note))
            return try classification(numbers: numbers)
        }
    }

    private func regression() throws(BenchError) -> (LearningTask, Dataset.Target) {
        for row in 0..<table.rowCount where DecimalNumber(table.cell(row, column)) == .malformed {
            throw BenchError(
                .data, "the target \"\(name)\" of a regression must be a number, found \(cells.quoted(row))",
                at: table.location(row), remedy: "correct it, or set task: classification")
        }
        guard let numbers = try cells.numbers(remedy: "correct it") else {
            preconditionFailure("a target of numbers only")
        }
        guard !numbers.allSatisfy({ $0 == numbers[0] }) else {
            throw BenchError(
                .data, "the target \"\(name)\" has the same value in every row", at: table.headerLocation,
                remedy: "name a target that varies")
        }
        return (.regression, .values(numbers))
    }

    /// Classes sorted by number where all are numbers, else by Unicode scalar.
    private func classification(numbers: [Double]?) throws(BenchError) -> (LearningTask, Dataset.Target) {
        let classes: [String]
        let codes: [Int]
        if let numbers {
            let values = Set(numbers).sorted()
            let code = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
            classes = values.map(JSONValue.canonicalNumber)
            codes = numbers.map { code[$0]! }
        } else {
            let levels = cells.levels()
            (codes, classes) = (levels.codes.map(Int.init), levels.levels)
        }
        guard classes.count >= 2 else {
            throw BenchError(
                .data, "the target \"\(name)\" has only one class, \"\(classes[0])\"",
                at: table.headerLocation,
                remedy: "a classification needs at least two")
        }
        guard classes.count < table.rowCount else {
            throw BenchError(
                .data, "the target \"\(name)\" has another class in every row", at: table.headerLocation,
                remedy: numbers == nil ? "name a target whose values repeat" : "set task: regression")
        }
        return (.classification(classes: classes), .classes(codes))
    }

    /// The target's numbers when every cell is one; nil otherwise.
    private func allNumbers() -> [Double]? {
        var numbers: [Double] = []
        for row in 0..<table.rowCount {
            guard case .value(let number) = DecimalNumber(table.cell(row, column)) else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
