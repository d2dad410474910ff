import Primitives

/// The largest tables that generators make.
enum TableSize {
    /// Rows times columns: 400 MB of doubles.
    static let cells = 50_000_000

    /// Throws (exit code `usage`) when a table of this size is too large; `parameters` are named in the remedy.
    static func check(rows: Int, columns: Int, of id: String, parameters: String) throws(BenchError) {
        let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard !overflow, count <= cells else {
            throw BenchError(
                .usage,
                "dataset \"\(id)\": \(rows) rows of \(columns) columns are more than \(cells) numbers",
                remedy: "make \(parameters) smaller")
        }
    }
}
