import Datasets
import TensorCore

/// What training minimises before any penalty.
enum Loss {
    /// Classification: the mean over rows of −Σ t log softmax(z).
    ///
    /// Regression: the mean squared error.
    static func mean(_ outputs: Tensor, _ targets: Tensor, _ task: LearningTask) -> Tensor {
        switch task {
        case .classification:
            return -(targets * outputs.logSoftmax()).sum() / Float(outputs.shape[0])
        case .regression:
            let error = outputs - targets
            return error.squared().sum() / Float(outputs.shape[0])
        }
    }
}
