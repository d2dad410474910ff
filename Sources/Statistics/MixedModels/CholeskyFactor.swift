import Numerics

/// The lower triangular L with L L′ = M, for a positive definite M.
struct CholeskyFactor {
    /// The number of rows.
    let order: Int
    private var lower: [Double]

    /// The factor of `matrix`; nil where a pivot is not above `relativeTolerance` times the matrix's diagonal
    /// there.
    init?(_ matrix: SymmetricMatrix, relativeTolerance: Double = 1e-13) {
        order = matrix.order
        lower = [Double](repeating: 0, count: order * order)
        for row in 0..<order {
            for column in 0...row {
                var sum = matrix[row, column]
                for inner in 0..<column {
                    sum -= lower[row * order + inner] * lower[column * order + inner]
                }
                if row == column {
                    guard sum > relativeTolerance * abs(matrix[row, row]), sum.isFinite else { return nil }
                    lower[row * order + row] = sum.squareRoot()
                } else {
                    lower[row * order + column] = sum / lower[column * order + column]
                }
            }
        }
    }

    /// ln det M.
    var logDeterminant: Double {
        2 * (0..<order).reduce(0.0) { $0 + DeterministicMath.log(lower[$1 * order + $1]) }
    }

    /// L⁻¹ b.
    func forward(_ b: [Double]) -> [Double] {
        var x = b
        for row in 0..<order {
            var sum = x[row]
            for inner in 0..<row { sum -= lower[row * order + inner] * x[inner] }
            x[row] = sum / lower[row * order + row]
        }
        return x
    }

    /// M⁻¹ b.
    func solve(_ b: [Double]) -> [Double] {
        var x = forward(b)
        for row in (0..<order).reversed() {
            var sum = x[row]
            for inner in (row + 1)..<max(order, row + 1) { sum -= lower[inner * order + row] * x[inner] }
            x[row] = sum / lower[row * order + row]
        }
        return x
    }

    /// M⁻¹.
    var inverse: SymmetricMatrix {
        var result = SymmetricMatrix(order: order)
        for column in 0..<order {
            var unit = [Double](repeating: 0, count: order)
            unit[column] = 1
            let solution = solve(unit)
            for row in 0...column { result[row, column] = solution[row] }
        }
        return result
    }
}
