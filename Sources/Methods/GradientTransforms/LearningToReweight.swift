import Primitives
import TensorCore
import Training

/// Row weights by how well a row's gradient serves the validation rows.
struct LearningToReweight: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "learning-to-reweight", family: "gradient transforms",
        summary: "Weights the rows of a batch by how much a step on each would lower the validation loss.",
        formula: "uᵢ = max(0, ∇L_val(w) · ∇ℓᵢ(w));  loss Σ uᵢ ℓᵢ / Σ uⱼ",
        citations: [
            "Ren, Zeng, Yang & Urtasun 2018, Learning to reweight examples for robust deep learning, algorithm 1 and "
                + "eqs. 5 to 9"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
                "The share of the learnt weights, beside equal ones; 1 in the paper.")
        ],
        costInPasses: 3, seams: ["loss"],
        purpose: "Label noise and imbalance, where a few clean, balanced validation rows are at hand.",
        exclusive: ["row weights"],
        remarks: [
            "The derivative of the validation loss after one plain gradient step by the row weights, at weights of 0, is "
                + "this inner product times the step size, which the normalisation takes away: no step is simulated.",
            "Where no row helps, all weights are 0 and the step has no gradient of the loss.",
            "It learns from the validation rows: metrics on them no longer tell how well it generalises.",
            "The validation loss is the plain loss of the task, without the stack's losses (but for those that need "
                + "other outputs); dropout and the like act in its pass, "
                + "with draws of their own.",
        ])

    init(arguments: Arguments) {}

    /// It looks at parameters that a gate would cut off from the terms.
    var isGated: Bool { false }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard !composition.hasValidation else { return nil }
        return Diagnostic("it needs validation rows", remedy: Composition.validationRemedy)
    }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let terms = inner(pass)
        let flat = pass.flatParameters
        let validation = context.forward(flat, context.validationBatch, named: "validation")
        // Where a loss of the stack has widened the outputs, it alone can make anything of them.
        let isPlain = validation.outputs.shape == validation.targets.shape
        let losses = isPlain ? validation.plainTerms : inner(validation)
        let direction = gradient(
            of: losses.sum() / Float(context.batchSize), withRespectTo: [flat])[0]
        let rows = terms.sumOverLastAxis()
        let gains = jacobianVectorProduct(of: [rows], withRespectTo: [flat], along: [direction])[0]
        let zero = context.graph.scalar(0)
        let useful = maximum(gains, zero).stoppingGradient()
        let total = useful.sum()
        // As many rows as there are times a share: the mean over rows is then the weighted sum.
        let weights = useful * (Float(rows.shape[0]) / select(total .> zero, total, context.graph.scalar(1)))
        let strength = context.hyperparameter("strength")
        let factors = select(context.isOn!, 1 + strength * (weights - 1), context.graph.scalar(1))
        return factors.stoppingGradient() * terms
    }
}
