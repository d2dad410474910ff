import Datasets
import Primitives
import Suites

/// A dataset as a CSV file (RFC 4180), and what a suite says to read it back: `bench data generate`.
public struct CSVDocument: Sendable {
    private let dataset: Dataset
    /// The name of the target's column: y, or another where an input has that name.
    public let target: String
    private let roles: [(key: String, name: String)]

    /// The document of `dataset`.
    public init(_ dataset: Dataset) {
        self.dataset = dataset
        var taken = Set(dataset.columns.map(\.name))
        func free(_ name: String) -> String {
            var name = name
            while !taken.insert(name).inserted { name += "_" }
            return name
        }
        roles = dataset.roleTexts.map { ($0.key, free($0.name)) }
        target = free("y")
    }

    /// Hands the file to `write` piece by piece: a header, then a line per row, each ended by CR LF.
    ///
    /// Numbers are the shortest decimals that read back as the same Double; missing cells are empty.
    public func write<Failure: Error>(_ write: (String) throws(Failure) -> Void) throws(Failure) {
        let texts = dataset.roleTexts
        var piece =
            (dataset.columns.map(\.name) + roles.map(\.name) + [target]).map(Self.cell).joined(separator: ",")
            + "\r\n"
        for row in 0..<dataset.rowCount {
            for column in dataset.columns { piece += Self.cell(column.cellText(row) ?? "") + "," }
            for role in texts { piece += Self.cell(role.text(row) ?? "") + "," }
            piece += Self.cell(dataset.targetText(row)) + "\r\n"
            if piece.utf8.count > 1 << 20 {
                try write(piece)
                piece = ""
            }
        }
        if !piece.isEmpty { try write(piece) }
    }

    /// The entry under `datasets` that reads `path` back as the same columns and target.
    ///
    /// Says no more than is needed, and only what the source `csv` of this program declares.
    public func entry(path: String, id: String) -> String {
        let keys = DatasetCatalogue.declarations.first { $0.id == "csv" }?.parameters.map(\.name) ?? []
        var entry: [(key: String, value: JSONValue)] = [
            ("id", .string(id)), ("kind", "csv"), ("path", .string(path)), ("target", .string(target)),
            ("task", dataset.classNames == nil ? "regression" : "classification"),
        ]
        func add(_ key: String, _ value: JSONValue) {
            if keys.contains(key) { entry.append((key, value)) }
        }
        for role in roles { add(role.key, .string(role.name)) }
        var numericLevels: [JSONValue] = []
        var texts = dataset.classNames ?? []
        for column in dataset.columns {
            guard case .categorical(_, let levels) = column.values else { continue }
            texts += levels
            if levels.contains(where: { Double($0) != nil }) { numericLevels.append(.string(column.name)) }
        }
        if !numericLevels.isEmpty { add("categorical", .array(numericLevels)) }
        // A class or level called NA is no missing cell here.
        let missing = DatasetCatalogue.declarations.first { $0.id == "csv" }?.parameters
            .first { $0.name == "missing_values" }?.defaultValue
        if case .texts(let words)? = missing, texts.contains(where: words.contains) {
            add("missing_values", [""])
        }
        let isConstant = dataset.columns.contains { column in
            (1..<max(1, column.count)).allSatisfy { column.cellText($0) == column.cellText(0) }
        }
        if isConstant || dataset.shape != nil { add("constant_columns", "keep") }
        if let shape = dataset.shape { add("shape", .array(shape.map(JSONValue.integer))) }
        let hasWholeColumn = dataset.columns.contains { column in
            guard case .numeric(let numbers) = column.values else { return true }
            return numbers.allSatisfy { $0 == $0.rounded() }
        }
        if hasWholeColumn { add("identifiers", "keep") }
        return "{" + entry.map { "\($0.key): \(YAMLText.flow($0.value))" }.joined(separator: ", ") + "}"
    }

    /// A cell, in quotes where it must be: with a delimiter, a quote, a line end, or spaces at an end.
    private static func cell(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != 10 && byte != 13
        }
        if isPlain, text.first?.isWhitespace != true, text.last?.isWhitespace != true { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
