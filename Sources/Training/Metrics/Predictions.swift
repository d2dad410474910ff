import Datasets
import Numerics

/// What a model said of some rows, and what was true.
public struct Predictions: Sendable {
    /// Rows × classes: probabilities.
    ///
    /// Empty for regression.
    public let probabilities: [[Double]]
    /// Rows × classes: their logarithms, exact even where a probability underflows.
    public let logProbabilities: [[Double]]
    /// True classes.
    ///
    /// Empty for regression.
    public let labels: [Int]
    /// Predicted values in the target's own unit.
    ///
    /// Empty for classification.
    public let values: [Double]
    /// True values in the target's own unit.
    public let truths: [Double]

    /// From the outputs (rows × width) of a model on the rows of `partition`.
    public init(outputs: [Float], width: Int, partition: Partition, task: LearningTask, scale: TargetScale?) {
        switch task {
        case .classification:
            logProbabilities = (0..<partition.rows).map { row in
                let logits = outputs[row * width..<(row + 1) * width].map(Double.init)
                let largest = logits.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
                let total = StableSum.of(logits.map { DeterministicMath.exp($0 - largest) })
                let normaliser = largest + DeterministicMath.log(total)
                return logits.map { $0 - normaliser }
            }
            probabilities = logProbabilities.map { $0.map(DeterministicMath.exp) }
            labels = partition.labels
            values = []
            truths = []
        case .regression:
            let (mean, deviation) = (scale?.mean ?? 0, scale?.standardDeviation ?? 1)
            probabilities = []
            logProbabilities = []
            labels = []
            values = outputs.map { Double($0) * deviation + mean }
            truths = partition.values
        }
    }
}
