import Primitives
import TensorCore
import Training

/// Mixup that leaves the targets alone.
struct InputMixup: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "input-mixup", family: "mixing",
        summary: "Mixes the smaller part of another row into each row's inputs and keeps its target.",
        formula: "x ← λ′ x + (1−λ′) x_π,  λ′ = max(λ, 1−λ),  λ ~ Beta(α, α);  t stays",
        citations: [
            "Zhang, Cisse, Dauphin & Lopez-Paz 2018, mixup: beyond empirical risk minimization, section 3.8 (mixing "
                + "inputs only)",
            "Berthelot, Carlini, Goodfellow, Papernot, Oliver & Raffel 2019, MixMatch: a holistic approach to "
                + "semi-supervised learning, eq. 9 (λ′)",
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 0.2, neutral: 0,
                "The shape of the Beta distribution; 0 mixes nothing, 1 mixes uniformly.")
        ],
        seams: ["batch"],
        purpose: "The control of mixup: what mixed inputs do without mixed targets; works for any target.",
        remarks: ["One λ per batch.", "The section of the first citation is from memory."])

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let drawn = context.graph.beta(context.hyperparameter("alpha"), stream: context.stream("weight"))
        let partner = context.graph.permutation(context.batchSize, stream: context.stream("partner"))
        var batch = batch
        batch.inputs = PairMixing.mix(batch.inputs, share: maximum(drawn, 1 - drawn), partner: partner)
        return batch
    }
}
