import Primitives

/// Decides which task the target column of a table stands for, and reads it.
struct TargetReading {
    let table: Table
    let options: TableOptions

    /// A numeric target with more distinct values than this is a regression target.
    static let mostNumericClasses = 20

    private var index: Int { table.plan.target }
    private var name: String { table.name(index) }
    private var column: UnsafeMutablePointer<ColumnBuilder> { table.column(index) }
    private var reading: ColumnReading { ColumnReading(table: table) }

    /// The task and the labels; throws when a label is missing or does not fit.
    func target(notes: inout [Diagnostic]) throws(BenchError) -> (LearningTask, Dataset.Target) {
        try reading.refuseMissing(
            index, subject: "the target \"\(name)\"", remedy: "give it a value or remove the row")
        try reading.refuseUndeclared(index)
        guard column.pointee.mode == .numbers else { return try classificationOfTexts(notes: &notes) }
        // Who declares a target to be numeric means a number.
        let isDeclared = options.task == .auto && table.plan.kinds[index] == .numeric
        if options.task == .regression || isDeclared {
            let remedy = "correct it, or set task: classification"
            return try regression(
                reading.numbers(index, subject: "the target \"\(name)\" of a regression", remedy: remedy))
        }
        let numbers = try reading.numbers(
            index, subject: "the target \"\(name)\"",
            remedy: "set task: classification, or add the text to missing_values")
        if options.task == .classification { return try classification(numbers) }
        var distinct: [Double] = []
        for number in numbers where !distinct.contains(number) {
            distinct.append(number)
            if distinct.count > Self.mostNumericClasses || number != number.rounded(.towardZero) {
                return try regression(numbers)
            }
        }
        notes.append(
            Diagnostic(
                "the target \"\(name)\" has \(distinct.count) distinct whole numbers: taken for classes",
                at: .init(file: table.file), remedy: "set task to say which is meant", severity: .note))
        return try classification(numbers)
    }

    private func regression(_ numbers: [Double]) throws(BenchError) -> (LearningTask, Dataset.Target) {
        guard !numbers.allSatisfy({ $0 == numbers[0] }) else {
            throw BenchError(
                .data, "the target \"\(name)\" has the same value in every row", at: table.plan.location,
                remedy: "name a target that varies")
        }
        return (.regression, .values(numbers))
    }

    /// Classes sorted by number.
    private func classification(_ numbers: [Double]) throws(BenchError) -> (LearningTask, Dataset.Target) {
        let values = Set(numbers).sorted()
        try check(values.map(JSONValue.canonicalNumber), remedy: "set task: regression")
        let code = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
        return (
            .classification(classes: values.map(JSONValue.canonicalNumber)),
            .classes(numbers.map { code[$0]! })
        )
    }

    /// Classes in their declared order, else sorted by Unicode scalar.
    private func classificationOfTexts(notes: inout [Diagnostic]) throws(BenchError)
        -> (LearningTask, Dataset.Target)
    {
        if options.task == .auto, table.plan.kinds[index] == nil,
            let mixture = ColumnDecision.mixture(table, index)
        {
            notes.append(
                Diagnostic(
                    "the target \"\(name)\" taken for classes: \(mixture.words(table))",
                    at: .init(file: table.file),
                    remedy: "for a regression, correct or remove such rows; else set task: classification",
                    severity: .warning))
        }
        let (codes, levels) = reading.levels(index)
        var counts = [Int](repeating: 0, count: levels.count)
        for code in codes { counts[Int(code)] += 1 }
        let used = levels.indices.filter { counts[$0] > 0 }
        if used.count < levels.count {
            let unused = levels.indices.filter { counts[$0] == 0 }.map { "\"\(levels[$0])\"" }
            notes.append(
                Diagnostic(
                    "the target \"\(name)\" has no row of the declared "
                        + "\(unused.count == 1 ? "class" : "classes") \(unused.joined(separator: ", "))",
                    at: .init(file: table.file), severity: .note))
        }
        let classes = used.map { levels[$0] }
        try check(classes, remedy: "name a target whose values repeat")
        var ranks = [Int](repeating: 0, count: levels.count)
        for (rank, code) in used.enumerated() { ranks[code] = rank }
        return (.classification(classes: classes), .classes(codes.map { ranks[Int($0)] }))
    }

    private func check(_ classes: [String], remedy: String) throws(BenchError) {
        guard classes.count >= 2 else {
            throw BenchError(
                .data, "the target \"\(name)\" has only one class, \"\(classes[0])\"",
                at: table.plan.location, remedy: "a classification needs at least two")
        }
        guard classes.count < table.rowCount else {
            throw BenchError(
                .data, "the target \"\(name)\" has another class in every row", at: table.plan.location,
                remedy: remedy)
        }
        // A few rows may be a sketch of a table; in more of them so many classes are no classes.
        guard table.rowCount < InputReading.fewestRows || classes.count * 2 <= table.rowCount else {
            throw BenchError(
                .data,
                "the target \"\(name)\" has \(classes.count) classes in \(table.rowCount) rows, such as "
                    + "\(Table.quoted(classes[0])): fewer than two rows for each",
                at: table.plan.location,
                remedy: remedy + "; numbers stand without signs and units, as 1234.5")
        }
    }
}
