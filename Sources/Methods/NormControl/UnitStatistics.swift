import TensorCore

/// Statistics of each output unit's incoming weights: the columns of a matrix of fan-in × units.
enum UnitStatistics {
    /// The Euclidean norm of each column, 1 × units.
    static func norms(of matrix: Tensor) -> Tensor { norms(of: matrix, along: 0) }

    /// The norms along an axis, which is kept; 1 where all is 0, so that a pruned unit stays 0 and finite.
    static func norms(of matrix: Tensor, along axis: Int) -> Tensor {
        let squares = matrix.squared().sum(over: [axis], keepingAxes: true)
        return select(squares .> squares.graph.scalar(0), squares, squares.graph.scalar(1)).squareRoot()
    }

    /// Each column less its mean.
    static func centred(_ matrix: Tensor) -> Tensor { matrix - matrix.mean(over: [0], keepingAxes: true) }

    /// The norms of the columns of row-major numbers, in Float64.
    static func norms(of values: [Float], units: Int, centred: Bool = false) -> [Float] {
        let rows = values.count / units
        return (0..<units).map { unit in
            let column = (0..<rows).map { Double(values[$0 * units + unit]) }
            let mean = centred ? column.reduce(0, +) / Double(rows) : 0
            return Float(column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot())
        }
    }
}
