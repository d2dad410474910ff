import Primitives
import TensorCore
import Training

/// Convex combinations of pairs of rows and of their targets.
struct Mixup: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "mixup", family: "mixing",
        summary: "Trains on convex combinations of random pairs of rows and targets.",
        formula: "x ← λ x + (1−λ) x_π,  t ← λ t + (1−λ) t_π,  λ ~ Beta(α, α),  π a permutation of the batch",
        citations: [
            "Zhang, Cisse, Dauphin & Lopez-Paz 2018, mixup: beyond empirical risk minimization, eq. 1"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 0.2, neutral: 0,
                "The shape of the Beta distribution; 0 mixes nothing, 1 mixes uniformly.")
        ],
        seams: ["batch"],
        purpose: "Small training sets and noisy labels; outputs that change gradually between classes.",
        remarks: [
            "One λ per batch, and pairs from the same batch, as in the paper's reference implementation.",
            "The reported training loss is on the mixed batch.",
        ])

    init(arguments: Arguments) {}

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let weight = context.graph.beta(context.hyperparameter("alpha"), stream: context.stream("weight"))
        let partner = context.graph.permutation(context.batchSize, stream: context.stream("partner"))
        func mix(_ rows: Tensor) -> Tensor { weight * rows + (1 - weight) * rows.gatheringRows(partner) }
        guard let counts = batch.weights else {
            return Batch(inputs: mix(batch.inputs), targets: mix(batch.targets))
        }
        // The loss is linear in target and weight, so that of a pair is λ w l(t) + (1−λ) w_π l(t_π): one row that
        // counts for both, with the target in the proportion of their shares. Rows that both count 0 divide by 0.
        let mixed = mix(counts)
        let divisor = maximum(mixed, mixed.graph.constant([.leastNormalMagnitude], []))
        let partners = counts.gatheringRows(partner)
        let targets =
            (weight * counts / divisor) * batch.targets
            + ((1 - weight) * partners / divisor) * batch.targets.gatheringRows(partner)
        return Batch(inputs: mix(batch.inputs), targets: targets, weights: mixed)
    }
}
