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
    /// True classes before labels were corrupted; empty where none was, and for regression.
    public let cleanLabels: [Int]
    /// The most probable classes by the law of the data; empty where that is not known, and for regression.
    public let optimalLabels: [Int]
    /// The means of the target given the inputs; empty where they are not known, and for classification.
    public let optimalValues: [Double]
    /// The group of each row; empty where the dataset has none.
    public let groups: [Int]
    /// Predicted values in the target's own unit.
    ///
    /// Empty for classification.
    public let values: [Double]
    /// True values in the target's own unit.
    public let truths: [Double]
    /// True values before targets were corrupted; empty where none was, and for classification.
    public let cleanTruths: [Double]
    /// The standard deviation of the predictive distribution around a predicted value; nil where none is known.
    ///
    /// See `ResidualDistribution`.
    public let residualScale: Double?
    /// The most probable class of each row, of equal ones the first; nil where the outputs are not numbers.
    ///
    /// Empty for regression.
    public let predictedLabels: [Int?]

    /// From the outputs (rows × width) of a model on the rows of `partition`.
    public init(
        outputs: [Float], width: Int, partition: Partition, task: LearningTask, scale: TargetScale?,
        residualScale: Double? = nil
    ) {
        classes = width
        cleanLabels = partition.cleanLabels
        cleanTruths = partition.cleanValues
        optimalLabels = partition.optimalLabels
        optimalValues = partition.optimalValues
        groups = partition.groups
        self.residualScale = residualScale
        switch task {
        case .classification:
            logProbabilities = Self.logSoftmax(outputs, width: width)
            probabilities = DeterministicMath.exp(logProbabilities)
            labels = partition.labels
            predictedLabels = Self.mostProbable(logProbabilities, width)
            values = []
            truths = []
        case .regression:
            let scale = scale ?? TargetScale(mean: 0, standardDeviation: 1)
            probabilities = []
            logProbabilities = []
            labels = []
            predictedLabels = []
            values = outputs.map { scale.original(Double($0)) }
            truths = partition.values
        }
    }

    /// Of classes with these probabilities (rows × classes, row-major).
    init(probabilities: [Double], classes: Int, labels: [Int]) {
        self.classes = classes
        self.probabilities = probabilities
        logProbabilities = probabilities.map(DeterministicMath.log)
        self.labels = labels
        predictedLabels = Self.mostProbable(logProbabilities, classes)
        (cleanLabels, optimalLabels, groups) = ([], [], [])
        (optimalValues, values, truths, cleanTruths, residualScale) = ([], [], [], [], nil)
    }

    /// Of numbers.
    init(values: [Double], truths: [Double], residualScale: Double? = nil) {
        classes = 1
        (self.values, self.truths, self.residualScale) = (values, truths, residualScale)
        (probabilities, logProbabilities, optimalValues, cleanTruths) = ([], [], [], [])
        (labels, cleanLabels, optimalLabels, groups, predictedLabels) = ([], [], [], [], [])
    }

    private static func mostProbable(_ logProbabilities: [Double], _ classes: Int) -> [Int?] {
        stride(from: 0, to: logProbabilities.count, by: classes).map { first in
            let scores = logProbabilities[first..<first + classes]
            var best = first
            for index in scores.indices where scores[index] > scores[best] { best = index }
            return scores[best].isNaN ? nil : best - first
        }
    }

    /// The logarithm of the softmax of each row of `logits`.
    private static func logSoftmax(_ logits: [Float], width: Int) -> [Double] {
        let rows = stride(from: 0, to: logits.count, by: width)
        var values = logits.map(Double.init)
        var largest: [Double] = []
        for row in rows {
            var most = -Double.infinity
            for value in values[row..<row + width] where value > most { most = value }
            for index in row..<row + width { values[index] -= most }
            largest.append(most)
        }
        let exponentials = DeterministicMath.exp(values)
        for (row, most) in zip(rows, largest) {
            let normaliser =
                most + DeterministicMath.log(StableSum.of(exponentials[row..<row + width]))
            // The difference of the logit itself: that from the largest one may have been rounded.
            for index in row..<row + width { values[index] = Double(logits[index]) - normaliser }
        }
        return values
    }
}
