import Primitives

/// The cells of a CSV file as text, and where each row stands in the file.
struct CSVTable: Sendable {
    /// The file, for messages.
    let file: String
    /// The column names.
    private(set) var header: [String] = []
    /// The line the header starts on.
    private(set) var headerLine = 1
    /// The line each row starts on.
    private(set) var lines: [Int] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// A table without a header yet.
    init(file: String) { self.file = file }

    /// The number of rows, the header not among them.
    var rowCount: Int { lines.count }

    /// The UTF-8 bytes of a cell.
    func cell(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
        let index = row * header.count + column
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// A cell as text.
    func text(_ row: Int, _ column: Int) -> String { String(decoding: cell(row, column), as: UTF8.self) }

    /// Where a row stands.
    func location(_ row: Int) -> Diagnostic.Location { .init(file: file, line: lines[row]) }

    /// Where the header stands.
    var headerLocation: Diagnostic.Location { .init(file: file, line: headerLine) }

    /// Takes the header; throws when a name is empty or used twice.
    mutating func setHeader(_ names: [String], line: Int) throws(BenchError) {
        let location = Diagnostic.Location(file: file, line: line)
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
                    at: location, remedy: "rename one of them")
            }
        }
        header = names
        headerLine = line
    }

    /// Takes a row of as many cells as the header has; `cellEnds` are the ends of its cells in `content`.
    mutating func append(_ content: [UInt8], cellEnds: [Int], line: Int) {
        precondition(cellEnds.count == header.count, "a ragged row")
        let start = bytes.count
        bytes += content
        for end in cellEnds { ends.append(start + end) }
        lines.append(line)
    }
}
