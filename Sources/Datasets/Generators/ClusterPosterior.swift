import Numerics

/// The most probable class of a point among normal clusters x = z A_c + centre_c, z ~ N(0, I).
struct ClusterPosterior {
    private let centres: [[Double]]
    private let factors: [TriangularFactors]
    /// ln(size) − ln|det A| of every cluster; −infinity for an empty one.
    private let offsets: [Double]
    private let classes: Int

    /// A posterior for clusters of the given sizes, cluster c of class c mod `classes`; `transforms` are row-major.
    ///
    /// Nil where a transform has no inverse.
    init?(centres: [[Double]], transforms: [[Double]], sizes: [Int], classes: Int) {
        self.centres = centres
        self.classes = classes
        var factors: [TriangularFactors] = []
        for (centre, transform) in zip(centres, transforms) {
            guard let factor = TriangularFactors(transposing: transform, size: centre.count) else {
                return nil
            }
            factors.append(factor)
        }
        self.factors = factors
        offsets = zip(sizes, factors).map { DeterministicMath.log(Double($0)) - $1.logarithmOfDeterminant }
    }

    /// The most probable class of `point`; the first of several.
    func bestClass(_ point: [Double]) -> Int {
        var scores = [Double](repeating: -.infinity, count: factors.count)
        for cluster in factors.indices where offsets[cluster] > -.infinity {
            let normals = factors[cluster].solution(zip(point, centres[cluster]).map { $0 - $1 })
            scores[cluster] = offsets[cluster] - 0.5 * StableSum.of(normals.lazy.map { $0 * $0 })
        }
        let highest = scores.max() ?? 0
        var weights = [Double](repeating: 0, count: classes)
        for (cluster, score) in scores.enumerated() {
            weights[cluster % classes] += DeterministicMath.exp(score - highest)
        }
        return weights.indices.max { weights[$0] < weights[$1] || (weights[$0] == weights[$1] && $0 > $1) }
            ?? 0
    }
}

/// The triangular factors of a square matrix, by Gauss's elimination with row exchanges.
struct TriangularFactors {
    private let size: Int
    private var elements: [Double]
    private var order: [Int]

    /// ln|det A|.
    private(set) var logarithmOfDeterminant = 0.0

    /// Factors of the transpose of a row-major matrix; nil where it is singular to working precision.
    init?(transposing matrix: [Double], size: Int) {
        self.size = size
        order = Array(0..<size)
        elements = (0..<size * size).map { matrix[$0 % size * size + $0 / size] }
        for column in 0..<size {
            var pivot = column
            for row in column..<size where abs(self[row, column]) > abs(self[pivot, column]) { pivot = row }
            guard abs(self[pivot, column]) > 1e-12 else { return nil }
            if pivot != column {
                order.swapAt(pivot, column)
                for index in 0..<size { elements.swapAt(pivot * size + index, column * size + index) }
            }
            logarithmOfDeterminant += DeterministicMath.log(abs(self[column, column]))
            for row in column + 1..<size {
                let factor = self[row, column] / self[column, column]
                elements[row * size + column] = factor
                for index in column + 1..<size {
                    elements[row * size + index] -= factor * self[column, index]
                }
            }
        }
    }

    private subscript(row: Int, column: Int) -> Double { elements[row * size + column] }

    /// The x of A' x = `right`.
    func solution(_ right: [Double]) -> [Double] {
        var result = order.map { right[$0] }
        for row in 0..<size {
            for column in 0..<row { result[row] -= self[row, column] * result[column] }
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
            for column in row + 1..<size { result[row] -= self[row, column] * result[column] }
            result[row] /= self[row, row]
        }
        return result
    }
}
