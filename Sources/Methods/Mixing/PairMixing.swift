import TensorCore
import Training

/// Convex combinations of each row with a partner of the same batch.
enum PairMixing {
    /// `share` (a scalar, or rows × 1) of each row and the rest of the partner's.
    static func mix(_ rows: Tensor, share: Tensor, partner: Tensor) -> Tensor {
        share * rows + (1 - share) * rows.gatheringRows(partner)
    }

    /// The targets and weights of the combined rows.
    ///
    /// The loss is linear in target and weight, so that of a pair is λ w l(t) + (1−λ) w_π l(t_π): one row that
    /// counts for both, with the target in the proportion of their shares. Rows that both count 0 divide by 0.
    static func targets(of batch: Batch, share: Tensor, partner: Tensor) -> (
        targets: Tensor, weights: Tensor?
    ) {
        guard let counts = batch.weights else {
            return (mix(batch.targets, share: share, partner: partner), nil)
        }
        let mixed = mix(counts, share: share, partner: partner)
        let divisor = maximum(mixed, mixed.graph.constant([.leastNormalMagnitude], []))
        let partners = counts.gatheringRows(partner)
        let targets =
            (share * counts / divisor) * batch.targets
            + ((1 - share) * partners / divisor) * batch.targets.gatheringRows(partner)
        return (targets, mixed)
    }

    /// The batch with inputs and targets combined in the same proportion.
    static func mix(_ batch: Batch, share: Tensor, partner: Tensor) -> Batch {
        let (targets, weights) = targets(of: batch, share: share, partner: partner)
        return Batch(
            inputs: mix(batch.inputs, share: share, partner: partner), targets: targets, weights: weights)
    }
}
