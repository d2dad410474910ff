import Primitives
import TensorCore

/// What training minimises before any penalty.
enum Loss {
    /// Classification: −t log softmax(z), rows × classes.
    ///
    /// Regression: the squared error, rows × 1.
    static func terms(_ outputs: Tensor, _ targets: Tensor, _ task: MetricDeclaration.TaskKind) -> Tensor {
        switch task {
        case .classification: -(targets * outputs.logSoftmax())
        case .regression: (outputs - targets).squared()
        }
    }

    /// The mean over rows of the terms, each row times its weight where there are weights (rows × 1).
    ///
    /// The divisor is the number of rows.
    static func mean(
        _ outputs: Tensor, _ targets: Tensor, _ task: MetricDeclaration.TaskKind, weights: Tensor? = nil
    ) -> Tensor {
        func weighted(_ terms: Tensor) -> Tensor { weights.map { $0 * terms } ?? terms }
        switch task {
        case .classification:
            return -weighted(targets * outputs.logSoftmax()).sum() / Float(outputs.shape[0])
        case .regression:
            return weighted(terms(outputs, targets, task)).sum() / Float(outputs.shape[0])
        }
    }
}
