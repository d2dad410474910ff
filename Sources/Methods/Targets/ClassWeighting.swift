import TensorCore
import Training

/// What the rows of a class count.
enum ClassWeighting {
    /// The batch in which class k counts `weights`[k] times, for every loss that is linear in the targets.
    ///
    /// A soft target becomes t ∘ w over its sum, and the row counts that sum: the loss is Σ_k w_k t_k l_k.
    static func weigh(_ batch: Batch, by weights: Tensor) -> Batch {
        var batch = batch
        let weighted = batch.targets * weights
        let total = weighted.sumOverLastAxis()
        batch.targets = weighted / total
        batch.weights = batch.weights.map { $0 * total } ?? total
        return batch
    }
}
