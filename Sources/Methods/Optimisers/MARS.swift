import Primitives
import TensorCore
import Training

/// AdamW on variance-reduced gradients.
struct MARS: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "mars", family: "optimisers",
        summary:
            "Make variance reduction shine: AdamW on gradients corrected by how they changed since the last step.",
        formula:
            "c = g + γ β₁/(1−β₁) (g − g');  c ← c / max(1, ‖c‖/C);  w ← w − η (m̂ / (√v̂ + ε) + λ w), moments of c;  "
            + "g' the gradient at the last parameters: on this batch (exact), or as it was then",
        citations: [
            "Yuan, Liu, Wu, Zhou & Gu 2024, MARS: unleashing the power of variance reduction for training large models, "
                + "algorithms 1 and 2 (MARS-AdamW)"
        ],
        parameters: AdamRule.parameters(learningRate: 0.003, beta1: 0.95, beta2: 0.99) + [
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 0.025, "Strength of the correction."),
            .hyperparameter(
                "clip", symbol: "C", in: .positive, default: 1, "The largest norm of c; 1 in the paper."),
            ParameterDeclaration(
                "exact", .boolean, default: .boolean(false),
                "Whether g' is taken on this step's batch, by a second forward and backward pass."),
        ] + OwnDecay.declarations(default: 0) + [
            Variant.declaration(
                "paper: one norm, no correction in the first step; code: a norm per tensor, and g' is 0 in the first step "
                    + "of the inexact form.")
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Small batches: the correction takes out noise that two points share.",
        remarks: [
            "The clip depends on the loss's scale. At γ = 0 it is AdamW on clipped gradients.",
            "The code uses AdamW with other parameters for biases; here all tensors are treated alike (optimize_1d).",
        ])

    private let decay: OwnDecay
    private let variant: Variant
    private let isExact: Bool

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        variant = Variant(arguments)
        isExact = arguments.boolean("exact")
    }

    var costInPasses: Double { isExact ? 2 : 1 }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let before: Tensor
        if isExact {
            let point = context.state("previous parameters", [parameters.shape.count], start: .parameters)
            context.assign(parameters, to: "previous parameters")
            before = context.objective.gradient(at: point).flushingSubnormals()
        } else {
            let stored = Moments.previous("previous gradient", gradient, context)
            before = variant == .code ? stored : select(Moments.isFirst(context), gradient, stored)
        }
        let beta1 = context.hyperparameter("beta1")
        let corrected =
            gradient + context.hyperparameter("gamma") * beta1 / (1 - beta1) * (gradient - before)
        let limit = context.hyperparameter("clip")
        func divisor(_ x: Tensor) -> Tensor { maximum(context.graph.scalar(1), x.euclideanNorm() / limit) }
        let norms =
            variant == .paper
            ? divisor(corrected) : Moments.perTensor(corrected, context) { divisor($0.value) }
        let direction = AdamRule.direction(corrected / norms, context)
        return parameters - context.learningRate * (direction + decay(parameters, context))
    }
}
