import Datasets
import TensorCore

/// What training minimises before any penalty.
enum Loss {
    /// Classification: the mean over rows of −Σ t log softmax(z).
    ///
    /// Regression: the mean squared error. Each row's term is multiplied by its weight where there are weights
    /// (rows × 1); the divisor stays the number of rows.
    static func mean(_ outputs: Tensor, _ targets: Tensor, _ task: LearningTask, weights: Tensor? = nil)
        -> Tensor
    {
        func weighted(_ terms: Tensor) -> Tensor { weights.map { $0 * terms } ?? terms }
        switch task {
        case .classification:
            return -weighted(targets * outputs.logSoftmax()).sum() / Float(outputs.shape[0])
        case .regression:
            let error = outputs - targets
            return weighted(error.squared()).sum() / Float(outputs.shape[0])
        }
    }
}
