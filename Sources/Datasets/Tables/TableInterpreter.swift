import Primitives

/// Turns the columns of a table into a dataset: what each cell means, and what is left out.
struct TableInterpreter {
    let table: Table
    let options: TableOptions
    /// A split that a file beside the table gives.
    var givenSplit: RowRoles.GivenSplit?

    /// The dataset, or the first thing in the file or the options that makes it unusable.
    func dataset(name: String, hash: Digest) throws(BenchError) -> Dataset {
        var notes = table.notes
        let (task, labels) = try TargetReading(table: table, options: options).target(notes: &notes)
        let roles = try RoleReading(table: table).roles(given: givenSplit, notes: &notes)
        let inputs = table.plan.roles.indices.filter { table.plan.roles[$0] == .input }
        let reading = InputReading(table: table, options: options)
        var columns: [FeatureColumn] = []
        var leftOut: [(name: String, reason: InputReading.Reason)] = []
        var mixtures: [Diagnostic] = []
        for index in inputs {
            // The only input may well be a plain count.
            switch try reading.outcome(index, keepsCounts: inputs.count == 1) {
            case .column(let column):
                columns.append(column)
                guard case .categorical = column.values, table.plan.kinds[index] == nil else { break }
                if let mixture = ColumnDecision.mixture(table, index) {
                    mixtures.append(note(on: mixture, at: index))
                }
            case .leftOut(let reason): leftOut.append((table.name(index), reason))
            }
        }
        notes += notesOn(leftOut) + mixtures
        guard !columns.isEmpty else {
            throw BenchError(
                .data, "no input column is left beside the target \"\(table.name(table.plan.target))\"",
                at: table.plan.location,
                remedy: "the file needs a column that varies and is not excluded"
                    + (leftOut.isEmpty ? "" : "; left out: " + Self.list(leftOut.map(\.name))))
        }
        try checkShape(columns.count, leftOut.map(\.name))
        var dataset = Dataset(
            name: name, task: task, columns: columns, target: labels, roles: roles, shape: options.shape,
            contentHash: hash, notes: notes)
        dataset.targetName = table.name(table.plan.target)
        return dataset
    }

    private func checkShape(_ width: Int, _ leftOut: [String]) throws(BenchError) {
        guard let shape = options.shape else { return }
        var size = 1
        for extent in shape {
            // Three extents of at most a million cannot overflow.
            size *= extent
        }
        guard size != width else { return }
        let words = shape.map { String($0) }.joined(separator: "×")
        throw BenchError(
            .data, "the shape \(words) needs \(size) input columns, the file has \(width)",
            at: table.plan.location,
            remedy: leftOut.isEmpty
                ? "correct shape, or list what is no input under exclude"
                : "left out were \(Self.list(leftOut)): declare them under columns, or correct shape")
    }

    // MARK: Notes

    private func notesOn(_ leftOut: [(name: String, reason: InputReading.Reason)]) -> [Diagnostic] {
        var notes: [Diagnostic] = []
        func names(_ reason: InputReading.Reason) -> [String] {
            leftOut.filter { $0.reason == reason }.map(\.name)
        }
        func add(_ names: [String], _ reason: String, _ remedy: String? = nil) {
            guard !names.isEmpty else { return }
            notes.append(
                Diagnostic(
                    "\(Self.list(names)) \(reason)", at: .init(file: table.file), remedy: remedy,
                    severity: .note))
        }
        add(names(.empty), "dropped: every cell is missing")
        add(names(.constant), "dropped: every row has the same value")
        let dates = names(.dates)
        if let first = dates.first {
            add(
                dates, "excluded: \(dates.count == 1 ? "it holds" : "they hold") dates",
                "set columns: {\(first): categorical} to use one as levels, or time: \(first) to split by it")
        }
        let counts = names(.rowNumbers)
        if let first = counts.first {
            add(
                counts, "excluded: consecutive whole numbers, like the numbers of rows",
                "set columns: {\(first): numeric} or identifiers: keep to use it")
        }
        for (name, reason) in leftOut {
            switch reason {
            case .identifiers(let words):
                add(
                    [name], "excluded: \(words), like an identifier or free text",
                    "list it under exclude: [\(name)], or under categorical with a higher max_levels to use it"
                )
            case .mixed(let words):
                notes.append(
                    Diagnostic(
                        "column \"\(name)\" excluded: \(words)", at: .init(file: table.file),
                        remedy: "add such texts to missing_values to have numbers, or set exclude: [\(name)]",
                        severity: .warning))
            case .empty, .constant, .dates, .rowNumbers: break
            }
        }
        return notes
    }

    /// A column of levels most of which are numbers is more likely one of numbers with words for missing cells.
    private func note(on mixture: ColumnDecision.Mixture, at index: Int) -> Diagnostic {
        let name = table.name(index)
        return Diagnostic(
            "column \"\(name)\" taken for levels: \(mixture.words(table))", at: .init(file: table.file),
            remedy:
                "add such texts to missing_values to have numbers, or set columns: {\(name): categorical}",
            severity: .warning)
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
        let rest = names.count > 20 ? ", … (\(names.count) in all)" : ""
        return (names.count == 1 ? "column " : "columns ") + shown + rest
    }
}
