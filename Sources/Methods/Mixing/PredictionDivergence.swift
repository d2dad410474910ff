import TensorCore
import Training

/// How far a prediction is from another.
enum PredictionDivergence {
    /// KL(p‖q) of each row, rows × 1, from the logits of p and q.
    static func rows(from p: Tensor, to q: Tensor) -> Tensor {
        let logarithm = p.logSoftmax()
        return (logarithm.exponential() * (logarithm - q.logSoftmax())).sumOverLastAxis()
    }
}
