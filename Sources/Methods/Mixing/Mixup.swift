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
        return PairMixing.mix(batch, share: weight, partner: partner)
    }
}
