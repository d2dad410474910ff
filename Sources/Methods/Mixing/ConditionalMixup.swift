import Primitives
import TensorCore
import Training

/// Mixup of rows with similar targets.
struct ConditionalMixup: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "c-mixup", family: "mixing",
        summary: "Mixup for regression: partners are drawn by the similarity of their targets.",
        formula:
            "P(π(i) = j) ∝ exp(−(t_i − t_j)² / (2 σ²));  x ← λ x + (1−λ) x_π,  t ← λ t + (1−λ) t_π,  λ ~ Beta(α, α)",
        citations: [
            "Yao, Wang, Zhang, Zou & Finn 2022, C-Mixup: improving generalization in regression, eq. 6 and algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 2, neutral: 0,
                "The shape of the Beta distribution; 0 mixes nothing, 1 mixes uniformly."),
            .hyperparameter(
                "bandwidth", symbol: "σ", in: .positive, default: 0.5,
                "The kernel's width, in units of the standardised target."),
        ],
        seams: ["batch"],
        purpose: "Regression, where mixing rows with far-apart targets would invent wrong ones.",
        remarks: [
            "Partners come from the same batch (the authors' code offers this beside the whole training part); a row can "
                + "be its own partner, as there.",
            "One λ per batch. The paper tunes the bandwidth for each dataset.",
        ],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let graph = context.graph
        let weight = graph.beta(context.hyperparameter("alpha"), stream: context.stream("weight"))
        // Divided before it is squared: the square of a narrow width would vanish.
        let distance = (batch.targets - batch.targets.transposed()) / context.hyperparameter("bandwidth")
        let kernel = (-0.5 * distance.squared()).exponential()
        let draw = graph.uniform([context.batchSize, 1], stream: context.stream("partner"))
        let partner = RandomChoice.column(draw, weights: kernel).stoppingGradient()
        return PairMixing.mix(batch, share: weight, partner: partner)
    }
}
