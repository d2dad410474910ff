/// An ordinary least-squares fit of a response on the columns of a design matrix.
public struct LeastSquares: Sendable, Hashable {
    /// One per column.
    public var coefficients: [Double]
    /// The standard error of each; empty without residual degrees of freedom.
    public var standardErrors: [Double]
    /// The sum of the squared residuals.
    public var residualSquares: Double
    /// Rows minus columns.
    public var residualDegrees: Int
    /// The sum of squares of the response about its mean.
    public var totalSquares: Double

    /// The residuals' standard deviation; nil without degrees of freedom.
    public var residualDeviation: Double? {
        residualDegrees > 0 ? (residualSquares / Double(residualDegrees)).squareRoot() : nil
    }
    /// The share of the response's spread that the fit takes up; for a design with a constant.
    public var rSquared: Double { 1 - residualSquares / totalSquares }
    /// The F statistic of all columns but a constant one.
    public var f: Double? {
        guard residualDegrees > 0, coefficients.count > 1 else { return nil }
        return (totalSquares - residualSquares) / Double(coefficients.count - 1)
            / (residualSquares / Double(residualDegrees))
    }
}

/// Fits `response` on `rows`, one row of the design per value (with a column of ones for a constant); nil
/// where the columns are linearly dependent to within rounding, or there are more of them than rows.
///
/// Householder's QR decomposition of the columns scaled to length 1, then refinement with residuals in about
/// twice the precision. Source: Å. Björck (1967), "Iterative refinement of linear least squares solutions I",
/// BIT 7, 257–278.
public func leastSquares(rows: [[Double]], response: [Double]) -> LeastSquares? {
    precondition(rows.count == response.count, "a row for each value")
    guard let width = rows.first?.count, width > 0, rows.count >= width else { return nil }
    precondition(rows.allSatisfy { $0.count == width }, "rows of one length")
    rows.forEach(requireFinite)
    guard let centre = mean(response), let triangle = HouseholderTriangle(rows) else { return nil }
    var coefficients = [Double](repeating: 0, count: width)
    var residuals = response
    for _ in 0..<6 {
        let step = triangle.solve(residuals)
        coefficients = zip(coefficients, step).map { $0 + $1 }
        residuals = zip(rows, response).map { preciseResidual($1, $0, coefficients) }
    }
    let degrees = rows.count - width
    let squares = compensatedSum(residuals.map { $0 * $0 })
    let deviation = degrees > 0 ? (squares / Double(degrees)).squareRoot() : 0
    let deviations = response.map { $0 - centre }
    return LeastSquares(
        coefficients: coefficients,
        standardErrors: degrees > 0 ? triangle.inverseRowNorms().map { $0 * deviation } : [],
        residualSquares: squares, residualDegrees: degrees,
        totalSquares: compensatedSum(deviations.map { $0 * $0 }))
}

/// y − Σ a_j c_j with the rounding error of every product and sum carried along.
private func preciseResidual(_ y: Double, _ row: [Double], _ coefficients: [Double]) -> Double {
    var terms = [y]
    for (a, c) in zip(row, coefficients) {
        let product = a * c
        terms.append(-product)
        terms.append(-(-product).addingProduct(a, c))
    }
    // Summed exactly by distillation: a few passes of error-free additions.
    for _ in 0..<4 {
        for index in terms.indices.dropFirst() {
            let (a, b) = (terms[index - 1], terms[index])
            let sum = a + b
            let part = sum - a
            terms[index - 1] = (a - (sum - part)) + (b - part)
            terms[index] = sum
        }
    }
    return compensatedSum(terms)
}

/// The R of a QR decomposition by Householder reflections, with what is needed to solve by it.
private struct HouseholderTriangle {
    /// The reflections' vectors below and on the diagonal, R above it; by columns.
    private var columns: [[Double]]
    private var diagonal: [Double] = []
    private var lengths: [Double] = []

    /// nil where a column is dependent on those before.
    init?(_ rows: [[Double]]) {
        let width = rows[0].count
        columns = (0..<width).map { column in rows.map { $0[column] } }
        for index in 0..<width {
            let length = compensatedSum(columns[index].map { $0 * $0 }).squareRoot()
            guard length > 0, length.isFinite else { return nil }
            lengths.append(length)
            columns[index] = columns[index].map { $0 / length }
        }
        for index in 0..<width {
            let rest = columns[index][index...]
            let norm = compensatedSum(rest.map { $0 * $0 }).squareRoot()
            guard norm > 1e-14 else { return nil }
            let pivot = columns[index][index]
            diagonal.append(pivot > 0 ? -norm : norm)
            columns[index][index] = pivot - diagonal[index]
            for other in (index + 1)..<max(width, index + 1) {
                columns[other] = reflected(columns[other], by: index)
            }
        }
    }

    /// v reflected by the `index`-th reflection.
    private func reflected(_ v: [Double], by index: Int) -> [Double] {
        let u = columns[index]
        let product = compensatedSum((index..<u.count).map { u[$0] * v[$0] })
        let factor = product / (diagonal[index] * u[index])
        var result = v
        for row in index..<u.count { result[row] += factor * u[row] }
        return result
    }

    /// The coefficients that come nearest to `response`.
    func solve(_ response: [Double]) -> [Double] {
        var rotated = response
        for index in diagonal.indices { rotated = reflected(rotated, by: index) }
        return backSubstituted(Array(rotated[..<diagonal.count]))
    }

    /// R⁻¹ v, in the units of the columns before scaling.
    private func backSubstituted(_ v: [Double]) -> [Double] {
        var result = v
        for row in diagonal.indices.reversed() {
            var terms = [v[row]]
            for column in (row + 1)..<max(diagonal.count, row + 1) {
                terms.append(-columns[column][row] * result[column])
            }
            result[row] = compensatedSum(terms) / diagonal[row]
        }
        return zip(result, lengths).map { $0 / $1 }
    }

    /// The lengths of the rows of R⁻¹: the standard errors in units of the residual deviation.
    func inverseRowNorms() -> [Double] {
        let width = diagonal.count
        var squares = [[Double]](repeating: [], count: width)
        for column in 0..<width {
            let unit = (0..<width).map { $0 == column ? 1.0 : 0 }
            for (row, value) in backSubstituted(unit).enumerated() { squares[row].append(value * value) }
        }
        return squares.map { compensatedSum($0).squareRoot() }
    }
}
