import Primitives

/// The names of the columns in the first line of a file.
enum CSVHeader {
    /// Throws (exit code `data`) when a name is empty or used twice.
    static func check(_ names: [String], at location: Diagnostic.Location) throws(BenchError) {
        var seen: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            guard !name.allSatisfy(\.isWhitespace) else {
                let remedy =
                    index == 0 ? "; pandas writes its index there: use to_csv(…, index=False)" : ""
                throw BenchError(
                    .data, "column \(index + 1) has no name", at: location,
                    remedy: "give every column a name in the first line" + remedy)
            }
            if let first = seen.updateValue(index, forKey: name) {
                throw BenchError(
                    .data, "the column name \"\(name)\" is used twice: columns \(first + 1) and \(index + 1)",
                    at: location,
                    remedy: "rename one of them, or set header: no if the first line is data")
            }
        }
    }

    /// What to do where the first of `names` looks like a remark rather than a header; nil where it does not.
    static func remark(_ names: [String]) -> String? {
        guard let mark = names.first?.first, "#%".contains(mark) else { return nil }
        return "if lines that start with \(mark) are no data, set comment: \"\(mark)\""
    }
}
