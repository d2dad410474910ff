/// One fold of a `BaselineProblem`: predictors fitted on its training rows, applied to its test rows.
struct BaselineFold {
    /// One input, standardised by its training rows.
    struct Column {
        let training: [Double]
        let test: [Double]

        /// The input's values in the rows of the two parts.
        init(_ values: [Double], _ training: [Int], _ test: [Int]) {
            let count = Double(training.count)
            let mean = training.reduce(0) { $0 + values[$1] } / count
            let variance = training.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) } / count
            let scale = variance > 0 ? 1 / variance.squareRoot() : 0
            self.training = training.map { (values[$0] - mean) * scale }
            self.test = test.map { (values[$0] - mean) * scale }
        }
    }

    let columns: [Column]
    /// Centred targets of the training rows, by output.
    let targets: [[Double]]
    /// The number of test rows.
    let tests: Int

    private var rows: Int { targets[0].count }

    /// The predictions for the test rows, by output.
    func predictions(of predictor: BaselinePredictor) -> [[Double]] {
        guard !columns.isEmpty else { return zero }
        switch predictor {
        case .stump: return stump()
        case .ridge: return ridge()
        case .neighbours: return neighbours(10)
        }
    }

    private var zero: [[Double]] {
        [[Double]](repeating: [Double](repeating: 0, count: tests), count: targets.count)
    }

    /// The column and threshold of the least squared error.
    private func stump() -> [[Double]] {
        var best = (gain: 0.0, column: 0, threshold: 0.0, sums: [Double](), left: 0.0)
        for (index, column) in columns.enumerated() {
            let order = column.training.indices.sorted {
                let (a, b) = (column.training[$0], column.training[$1])
                return a == b ? $0 < $1 : a < b
            }
            var sums = [Double](repeating: 0, count: targets.count)
            for place in 0..<rows - 1 {
                let row = order[place]
                for output in targets.indices { sums[output] += targets[output][row] }
                let (value, next) = (column.training[row], column.training[order[place + 1]])
                guard value < next else { continue }
                let (left, right) = (Double(place + 1), Double(rows - place - 1))
                // The targets sum to 0, so the right side's sum is minus the left one's.
                let gain = sums.reduce(0) { $0 + $1 * $1 } * (1 / left + 1 / right)
                if gain > best.gain { best = (gain, index, value / 2 + next / 2, sums, left) }
            }
        }
        guard best.gain > 0 else { return zero }
        let right = Double(rows) - best.left
        return best.sums.map { sum in
            columns[best.column].test.map { $0 <= best.threshold ? sum / best.left : -sum / right }
        }
    }

    /// Least squares with the penalty n‖w‖² by Cholesky's decomposition.
    private func ridge() -> [[Double]] {
        let width = columns.count
        var matrix = [Double](repeating: 0, count: width * width)
        for i in 0..<width {
            for j in 0...i {
                matrix[i * width + j] = Self.product(columns[i].training, columns[j].training)
            }
            matrix[i * width + i] += Double(rows)
        }
        for i in 0..<width {
            for j in 0...i {
                var sum = matrix[i * width + j]
                for k in 0..<j { sum -= matrix[i * width + k] * matrix[j * width + k] }
                matrix[i * width + j] = i == j ? sum.squareRoot() : sum / matrix[j * width + j]
            }
        }
        return targets.map { target in
            var weights = columns.map { Self.product($0.training, target) }
            for i in 0..<width {
                for k in 0..<i { weights[i] -= matrix[i * width + k] * weights[k] }
                weights[i] /= matrix[i * width + i]
            }
            for i in stride(from: width - 1, through: 0, by: -1) {
                for k in i + 1..<max(i + 1, width) { weights[i] -= matrix[k * width + i] * weights[k] }
                weights[i] /= matrix[i * width + i]
            }
            var result = [Double](repeating: 0, count: tests)
            for (weight, column) in zip(weights, columns) {
                for place in 0..<tests { result[place] += weight * column.test[place] }
            }
            return result
        }
    }

    /// The mean target of the nearest training rows; of equally near ones the earlier.
    private func neighbours(_ wanted: Int) -> [[Double]] {
        let k = min(wanted, rows)
        var result = zero
        var distances = [Double](repeating: 0, count: rows)
        for place in 0..<tests {
            for row in 0..<rows { distances[row] = 0 }
            for column in columns {
                let own = column.test[place]
                column.training.withUnsafeBufferPointer { values in
                    distances.withUnsafeMutableBufferPointer { distances in
                        for row in 0..<values.count {
                            let difference = values[row] - own
                            distances[row] += difference * difference
                        }
                    }
                }
            }
            var nearest: [Int] = []
            for row in 0..<rows {
                if nearest.count == k, distances[row] >= distances[nearest[k - 1]] { continue }
                let position = nearest.firstIndex { distances[row] < distances[$0] } ?? nearest.count
                nearest.insert(row, at: position)
                if nearest.count > k { nearest.removeLast() }
            }
            for output in targets.indices {
                result[output][place] = nearest.reduce(0) { $0 + targets[output][$1] } / Double(k)
            }
        }
        return result
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var sum = 0.0
                for index in 0..<a.count { sum += a[index] * b[index] }
                return sum
            }
        }
    }
}
