import Datasets
import Numerics

/// What a model said of some rows, and what was true.
public struct Predictions: Sendable {
    /// The number of classes; 1 for regression.
    public let classes: Int
    /// Rows × classes, row-major: probabilities.
    ///
    /// Empty for regression.
    public let probabilities: [Double]
    /// Rows × classes, row-major: their logarithms, exact even where a probability underflows.
    public let logProbabilities: [Double]
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
        classes = width
        switch task {
        case .classification:
            var logarithms: [Double] = []
            logarithms.reserveCapacity(partition.rows * width)
            for row in 0..<partition.rows {
                let logits = outputs[row * width..<(row + 1) * width]
                var largest = -Double.infinity
                for logit in logits where Double(logit) > largest { largest = Double(logit) }
                var total = StableSum()
                for logit in logits { total.add(DeterministicMath.exp(Double(logit) - largest)) }
                let normaliser = largest + DeterministicMath.log(total.value)
                for logit in logits { logarithms.append(Double(logit) - normaliser) }
            }
            logProbabilities = logarithms
            probabilities = logarithms.map(DeterministicMath.exp)
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
