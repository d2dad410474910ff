import Numerics

/// Two classes of points, and one classifier per method, each of which sees columns of its own: by symmetry none is
/// better, and every seed divides the same rows otherwise.
struct SimulatedSplits {
    static let rows = 160
    static let trainRows = 120
    static let testRows = 40
    private static let columnsPerMethod = 3
    /// The distance of a class's centre from 0 in each column: accuracies of about 80 %.
    private static let shift = 0.5

    /// By method: the rows' columns, one row after the other.
    private let columns: [[Double]]

    init(methods: Int, _ stream: inout RandomStream) {
        columns = (0..<methods).map { _ in
            (0..<Self.rows * Self.columnsPerMethod).map { place in
                let isFirst = (place / Self.columnsPerMethod).isMultiple(of: 2)
                return stream.normal() + (isFirst ? Self.shift : -Self.shift)
            }
        }
    }

    /// The accuracies on the test parts of random splits, by method, then seed.
    func accuracies(seeds: Int, _ stream: inout RandomStream) -> [[Double]] {
        var result = [[Double]](repeating: [], count: columns.count)
        for _ in 0..<seeds {
            let order = stream.permutation(of: Self.rows)
            for method in columns.indices { result[method].append(accuracy(columns[method], order)) }
        }
        return result
    }

    /// The share of test rows that lie nearer to their own class's mean of the training rows.
    private func accuracy(_ values: [Double], _ order: [Int]) -> Double {
        let width = Self.columnsPerMethod
        var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: 2)
        var counts = [0.0, 0.0]
        for row in order[..<Self.trainRows] {
            counts[row % 2] += 1
            for column in 0..<width { sums[row % 2][column] += values[row * width + column] }
        }
        let correct = order[Self.trainRows..<Self.trainRows + Self.testRows].count { row in
            var distances = [0.0, 0.0]
            for group in 0..<2 {
                for column in 0..<width {
                    let distance = values[row * width + column] - sums[group][column] / max(1, counts[group])
                    distances[group] += distance * distance
                }
            }
            return (distances[1] < distances[0] ? 1 : 0) == row % 2
        }
        return Double(correct) / Double(Self.testRows)
    }
}
