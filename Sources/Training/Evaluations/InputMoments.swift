import Datasets
import Numerics

/// Means and standard deviations of every input over the rows of a part.
struct InputMoments {
    /// By input.
    let means: [Double]
    /// By input; the divisor is the number of rows.
    let deviations: [Double]

    /// Of a part with rows.
    init(_ partition: Partition, width: Int) {
        let rows = Double(partition.rows)
        func mean(_ input: Int, _ term: (Double) -> Double) -> Double {
            var sum = StableSum()
            for row in 0..<partition.rows { sum.add(term(Double(partition.inputs[row * width + input]))) }
            return sum.value / rows
        }
        let means = (0..<width).map { mean($0) { $0 } }
        self.means = means
        deviations = (0..<width).map { input in
            mean(input) { ($0 - means[input]) * ($0 - means[input]) }.squareRoot()
        }
    }
}
