import Primitives

/// The size of matrices that preprocessing makes: an allocation that fails would end the process.
enum MatrixSize {
    /// The most numbers of a matrix: 4 GiB in single precision.
    static let most = 1 << 30

    /// Throws (exit code `data`) for a matrix of more numbers.
    static func check(rows: Int, width: Int, _ subject: String, remedy: String) throws(BenchError) {
        let (count, overflows) = rows.multipliedReportingOverflow(by: width)
        guard overflows || count > most else { return }
        throw BenchError(
            .data, "\(subject) makes a matrix of \(rows) rows × \(width), more than 2^30 numbers",
            remedy: remedy)
    }
}
