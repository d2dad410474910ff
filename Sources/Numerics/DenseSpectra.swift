/// Eigenvalues and singular values of small dense matrices by Jacobi's rotations.
///
/// Slow for large matrices, but accurate, short, and of the same bits everywhere: nothing but sums, products,
/// quotients and roots in a fixed order.
public enum DenseSpectra {
    /// Rotations go on for at most this many sweeps over all pairs; a handful is usual.
    private static let mostSweeps = 60

    /// The eigenvalues of the symmetric matrix of `order` rows stored row by row, the largest first; NaN where an
    /// element is not finite.
    ///
    /// Only the upper triangle is read (G. H. Golub & C. F. Van Loan 2013, Matrix computations, 8.5.3).
    public static func eigenvalues(ofSymmetric matrix: [Double], order: Int) -> [Double] {
        precondition(matrix.count == order * order, "a square matrix")
        guard matrix.allSatisfy({ $0.isFinite }) else { return [Double](repeating: .nan, count: order) }
        var a = matrix
        for row in 0..<order {
            for column in 0..<row { a[row * order + column] = a[column * order + row] }
        }
        for _ in 0..<mostSweeps {
            var isDiagonal = true
            for p in 0..<order {
                for q in p + 1..<max(order, p + 1) {
                    let off = a[p * order + q]
                    let scale = (a[p * order + p] * a[q * order + q]).magnitude.squareRoot()
                    // Below the rounding of what it stands beside it cannot change an eigenvalue any more.
                    guard off.magnitude > 0x1p-54 * max(scale, Double.leastNormalMagnitude) else { continue }
                    isDiagonal = false
                    let (c, s) = rotation(a[p * order + p], a[q * order + q], off)
                    for k in 0..<order {
                        let (x, y) = (a[k * order + p], a[k * order + q])
                        a[k * order + p] = c * x - s * y
                        a[k * order + q] = s * x + c * y
                    }
                    for k in 0..<order {
                        let (x, y) = (a[p * order + k], a[q * order + k])
                        a[p * order + k] = c * x - s * y
                        a[q * order + k] = s * x + c * y
                    }
                    a[p * order + q] = 0
                    a[q * order + p] = 0
                }
            }
            if isDiagonal { break }
        }
        return (0..<order).map { a[$0 * order + $0] }.sorted(by: >)
    }

    /// The singular values of a matrix stored row by row, the largest first; as many as its shorter side, NaN where an
    /// element is not finite.
    ///
    /// One-sided: columns are rotated until each pair is orthogonal; then their norms are the singular values
    /// (M. R. Hestenes 1958, Inversion of matrices by biorthogonalization).
    public static func singularValues(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
        precondition(matrix.count == rows * columns, "as many elements as the shape says")
        let count = min(rows, columns)
        guard matrix.allSatisfy({ $0.isFinite }) else { return [Double](repeating: .nan, count: count) }
        let top = matrix.reduce(0) { max($0, $1.magnitude) }
        guard top > 0 else { return [Double](repeating: 0, count: count) }
        // The vectors of the shorter side, scaled so that no square overflows or vanishes.
        var vectors = (0..<count).map { index in
            rows < columns
                ? (0..<columns).map { matrix[index * columns + $0] / top }
                : (0..<rows).map { matrix[$0 * columns + index] / top }
        }
        func product(_ a: [Double], _ b: [Double]) -> Double {
            var sum = 0.0
            for index in a.indices { sum += a[index] * b[index] }
            return sum
        }
        for _ in 0..<mostSweeps {
            var isOrthogonal = true
            for p in 0..<count {
                for q in p + 1..<max(count, p + 1) {
                    let (alpha, beta) = (product(vectors[p], vectors[p]), product(vectors[q], vectors[q]))
                    let gamma = product(vectors[p], vectors[q])
                    guard gamma.magnitude > 1e-15 * (alpha * beta).squareRoot(), gamma != 0 else { continue }
                    isOrthogonal = false
                    let (c, s) = rotation(alpha, beta, gamma)
                    for k in vectors[p].indices {
                        let (x, y) = (vectors[p][k], vectors[q][k])
                        vectors[p][k] = c * x - s * y
                        vectors[q][k] = s * x + c * y
                    }
                }
            }
            if isOrthogonal { break }
        }
        return vectors.map { top * product($0, $0).squareRoot() }.sorted(by: >)
    }

    /// Cosine and sine of the smaller rotation that makes [[a, off], [off, b]] diagonal.
    private static func rotation(_ a: Double, _ b: Double, _ off: Double) -> (Double, Double) {
        let tau = (b - a) / (2 * off)
        let t =
            tau.magnitude > 1e150
            ? 1 / (2 * tau) : (tau >= 0 ? 1 : -1) / (tau.magnitude + (1 + tau * tau).squareRoot())
        let c = 1 / (1 + t * t).squareRoot()
        return (c, t * c)
    }
}
