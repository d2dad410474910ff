import Primitives

/// What each column of a file is for, and so how it is to be read.
struct ColumnPlan {
    /// What a column is for.
    enum Role: Hashable { case input, target, group, time, weight, split, excluded }

    /// The names of the columns.
    let names: [String]
    /// Where the names stand.
    let location: Diagnostic.Location
    /// What each is for.
    private(set) var roles: [Role]
    /// What each is declared to hold; nil where that is to be recognised.
    private(set) var kinds: [TableOptions.Kind?]
    /// Columns whose declared levels have no order.
    private(set) var nominal: Set<Int> = []
    /// The target's index.
    let target: Int
    /// What was guessed.
    private(set) var notes: [Diagnostic] = []

    /// Names that a target commonly has.
    private static let commonTargets: Set<String> = ["target", "class", "label", "y"]

    /// A plan of the columns `names`; throws (exit code `data`) for a column that is not there or has two roles.
    ///
    /// `declared` are kinds that the file itself gives; the options override them.
    init(
        names: [String], at location: Diagnostic.Location, options: TableOptions,
        declared: [TableOptions.Kind?]? = nil, delimiter: CSVDialect.Delimiter? = nil
    ) throws(BenchError) {
        self.names = names
        self.location = location
        roles = names.map { _ in .input }
        kinds = declared ?? names.map { _ in nil }
        nominal = Set((declared ?? []).indices.filter { declared?[$0] != nil })
        let lookup = ColumnLookup(names: names, location: location, delimiter: delimiter)
        if let name = options.target {
            target = try lookup.index(name, role: "target")
        } else {
            let common = names.indices.filter { Self.commonTargets.contains(names[$0].lowercased()) }
            target = common.count == 1 ? common[0] : names.count - 1
            let reason = common.count == 1 ? "its name" : "it is the last column"
            notes.append(
                Diagnostic(
                    "the target is taken to be \"\(names[target])\", for \(reason)",
                    at: .init(file: location.file), remedy: "set target to say which is meant",
                    severity: .note))
        }
        roles[target] = .target
        let special: [(String?, String, Role)] = [
            (options.group, "group", .group), (options.time, "time", .time),
            (options.weight, "weight", .weight), (options.splitColumn, "split_column", .split),
        ]
        for (name, key, role) in special {
            guard let name else { continue }
            let index = try lookup.index(name, role: key)
            guard roles[index] == .input else {
                throw BenchError(
                    .data, "\(key): the column \"\(name)\" has another role already", at: location,
                    remedy: "name a column for each role")
            }
            roles[index] = role
        }
        for name in options.exclude { try exclude(lookup.index(name, role: "exclude"), "exclude") }
        for name in options.categorical { kinds[try lookup.index(name, role: "categorical")] = .categorical }
        for (name, kind) in options.kinds {
            let index = try lookup.index(name, role: "columns")
            guard kind != .exclude else {
                try exclude(index, "columns")
                continue
            }
            // What a file declares to be nominal may be ordered by its user: in the file's order.
            if kind == .ordinal, case .levels = kinds[index] {} else { kinds[index] = kind }
            nominal.remove(index)
        }
    }

    private mutating func exclude(_ index: Int, _ key: String) throws(BenchError) {
        guard roles[index] != .target else {
            throw BenchError(
                .data, "the target \"\(names[index])\" is also listed under \(key)", at: location,
                remedy: "remove it from \(key)")
        }
        // A column of another role is no input anyway.
        guard roles[index] == .input else { return }
        roles[index] = .excluded
    }

    /// How each column is to be read first.
    func requests(_ options: TableOptions) -> [ColumnRequest] {
        names.indices.map { index in
            switch roles[index] {
            case .excluded: .skip
            case .group, .split: .levels(limit: .max)
            case .weight: .numbers
            case .time: kinds[index] == .numeric ? .numbers : .infer(limit: .max)
            case .target: targetRequest(index, options)
            case .input: inputRequest(index, options)
            }
        }
    }

    private func targetRequest(_ index: Int, _ options: TableOptions) -> ColumnRequest {
        if options.task == .regression { return .numbers }
        switch kinds[index] {
        case .categorical, .ordinal: return .levels(limit: .max)
        case .levels(let levels): return .declared(levels)
        case .numeric: return .numbers
        case .date, .exclude, nil: return .infer(limit: .max)
        }
    }

    private func inputRequest(_ index: Int, _ options: TableOptions) -> ColumnRequest {
        let limit = options.keepsIdentifiers ? Int.max : options.mostLevels
        switch kinds[index] {
        case .categorical, .ordinal: return .levels(limit: options.mostLevels)
        case .levels(let levels): return .declared(levels)
        case .numeric: return .numbers
        case .date, .exclude: return .skip
        case nil: return .infer(limit: limit)
        }
    }
}

/// Finds columns by name, or by number where the file names none.
struct ColumnLookup {
    /// The names.
    let names: [String]
    /// Where they stand.
    let location: Diagnostic.Location
    /// What the file was split at; nil where that could not be otherwise.
    let delimiter: CSVDialect.Delimiter?

    /// The column `name`, which the parameter `role` asks for.
    func index(_ name: String, role: String) throws(BenchError) -> Int {
        if let index = names.firstIndex(of: name) { return index }
        // A file without a header has column1, column2, …; a bare number will do.
        if let number = Int(name), let index = names.firstIndex(of: "column\(number)") { return index }
        var remedy = "columns: " + names.prefix(20).joined(separator: ", ")
        if names.count > 20 { remedy += ", … (\(names.count) in all)" }
        if names.count == 1, let delimiter,
            let other = CSVDialect.delimiters.first(where: { other in
                guard other.delimiter != delimiter, case .byte(let byte) = other.delimiter else {
                    return false
                }
                return names[0].utf8.contains(byte)
            })
        {
            remedy = "the file seems to use another delimiter: set delimiter: \(other.name)"
        }
        if let remark = CSVHeader.remark(names) { remedy = remark }
        throw BenchError(
            .data, "\(role): there is no column \"\(name)\"" + Suggestion.hint(for: name, among: names),
            at: location, remedy: remedy)
    }
}
