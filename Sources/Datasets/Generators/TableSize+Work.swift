import Primitives

extension TableSize {
    /// The most multiplications that a generator spends on one table: about a minute.
    static let operations = 20_000_000_000

    /// Throws (exit code `usage`) when making a table takes too long; `parameters` are named in the remedy.
    static func checkWork(rows: Int, perRow: Int, of id: String, parameters: String) throws(BenchError) {
        let (count, overflow) = rows.multipliedReportingOverflow(by: perRow)
        guard !overflow, count <= operations else {
            throw BenchError(
                .usage,
                "dataset \"\(id)\": \(rows) rows of \(perRow) multiplications each are more than \(operations)",
                remedy: "make \(parameters) smaller")
        }
    }
}
