import TensorCore
import Training

/// Means over the rows of a pass.
enum RowMeans {
    /// The mean of a number per row (rows × 1), each times its row's weight where there are weights.
    static func mean(_ rows: Tensor, _ pass: ForwardPass) -> Tensor {
        (pass.weights.map { $0 * rows } ?? rows).sum() / Float(rows.shape[0])
    }

    /// KL(p‖q) of each row, rows × 1, from the logits of p and q.
    static func divergence(from p: Tensor, to q: Tensor) -> Tensor {
        let logarithm = p.logSoftmax()
        return (logarithm.exponential() * (logarithm - q.logSoftmax())).sumOverLastAxis()
    }
}
