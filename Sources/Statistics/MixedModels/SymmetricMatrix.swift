/// A small dense symmetric matrix; both triangles are stored, and setting an element sets its mirror.
struct SymmetricMatrix {
    /// The number of rows.
    let order: Int
    private(set) var elements: [Double]

    /// All zero.
    init(order: Int) {
        self.order = order
        elements = [Double](repeating: 0, count: order * order)
    }

    subscript(row: Int, column: Int) -> Double {
        get { elements[row * order + column] }
        set {
            elements[row * order + column] = newValue
            elements[column * order + row] = newValue
        }
    }

    /// The first `count` rows and columns.
    func leading(_ count: Int) -> SymmetricMatrix { restricted(to: Array(0..<count)) }

    /// The rows and columns of `indices`.
    func restricted(to indices: [Int]) -> SymmetricMatrix {
        var result = SymmetricMatrix(order: indices.count)
        for (row, from) in indices.enumerated() {
            for column in row..<indices.count { result[row, column] = self[from, indices[column]] }
        }
        return result
    }

    /// x′ M y.
    func form(_ x: [Double], _ y: [Double]) -> Double {
        var total = 0.0
        for row in 0..<order where x[row] != 0 {
            var inner = 0.0
            for column in 0..<order { inner += elements[row * order + column] * y[column] }
            total += x[row] * inner
        }
        return total
    }
}
