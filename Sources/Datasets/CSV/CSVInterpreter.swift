import Primitives

/// Turns the cells of a CSV file into a dataset: which column is what, and what each cell means.
struct CSVInterpreter {
    let table: CSVTable
    let options: CSVOptions

    /// The dataset, or the first thing in the file or the options that makes it unusable.
    func dataset(name: String, hash: Digest) throws(BenchError) -> Dataset {
        let target = try columnIndex(options.target, role: "target")
        var excluded: Set<Int> = []
        for column in options.exclude { excluded.insert(try columnIndex(column, role: "exclude")) }
        var forced: Set<Int> = []
        for column in options.categorical { forced.insert(try columnIndex(column, role: "categorical")) }
        guard !excluded.contains(target) else {
            throw BenchError(
                .data, "the target \"\(options.target)\" is also listed under exclude",
                at: table.headerLocation,
                remedy: "remove it from exclude")
        }
        guard table.rowCount >= 2 else {
            let found = table.rowCount == 0 ? "a header but no rows" : "only one row"
            throw BenchError(
                .data, "the file has \(found)", at: .init(file: table.file),
                remedy: "at least 2 rows are needed, and enough for every part of the split")
        }

        var notes: [Diagnostic] = []
        let (task, labels) = try TargetInference(table: table, options: options, column: target)
            .target(forcedCategorical: forced.contains(target), notes: &notes)
        var columns: [FeatureColumn] = []
        var dropped: [String] = []
        var empty: [String] = []
        for index in table.header.indices where index != target && !excluded.contains(index) {
            let inference = ColumnInference(table: table, options: options, column: index)
            guard let values = try inference.values(forcedCategorical: forced.contains(index)) else {
                empty.append(table.header[index])
                continue
            }
            if !options.keepsConstantColumns, values.isConstant {
                dropped.append(table.header[index])
            } else {
                columns.append(FeatureColumn(name: table.header[index], values: values))
            }
        }
        notes += [("every cell is missing", empty), ("every row has the same value", dropped)].compactMap {
            reason, names in
            names.isEmpty ? nil : note("\(Self.list(names)) dropped: \(reason)")
        }
        guard !columns.isEmpty else {
            throw BenchError(
                .data, "no input column is left beside the target \"\(options.target)\"",
                at: table.headerLocation,
                remedy: "the file needs a column that varies and is not excluded")
        }
        return Dataset(
            name: name, task: task, columns: columns, target: labels, contentHash: hash, notes: notes)
    }

    private func note(_ message: String) -> Diagnostic {
        Diagnostic(message, at: .init(file: table.file), severity: .note)
    }

    private static func list(_ names: [String]) -> String {
        (names.count == 1 ? "column " : "columns ") + names.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private func columnIndex(_ name: String, role: String) throws(BenchError) -> Int {
        if let index = table.header.firstIndex(of: name) { return index }
        var remedy = "columns: " + table.header.prefix(20).joined(separator: ", ")
        if table.header.count > 20 { remedy += ", … (\(table.header.count) in all)" }
        if table.header.count == 1,
            let delimiter = CSVOptions.delimiters.first(where: { delimiter in
                delimiter.byte != options.delimiter && table.header[0].utf8.contains(delimiter.byte)
            })
        {
            remedy = "the file seems to use another delimiter: set delimiter: \(delimiter.name)"
        }
        throw BenchError(
            .data,
            "\(role): there is no column \"\(name)\"" + Suggestion.hint(for: name, among: table.header),
            at: table.headerLocation, remedy: remedy)
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
