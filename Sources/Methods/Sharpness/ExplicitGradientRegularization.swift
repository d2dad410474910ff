import Primitives
import TensorCore
import Training

/// The regulariser that gradient descent has implicitly, added explicitly.
struct ExplicitGradientRegularization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "explicit-gradient-regularization", family: "sharpness",
        summary:
            "Adds the squared gradient norm that large steps regularise implicitly, weighted by the learning rate.",
        formula: "L + s (η/4) ‖∇L‖²,  so g ← ∇L + s (η/2) ∇²L ∇L",
        citations: [
            "Barrett & Dherin 2021, Implicit gradient regularization, eqs. 2 to 4 and section 4 (explicit gradient "
                + "regularization)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "s", in: .all, default: 1, neutral: 0,
                "Multiples of the implicit regulariser; −1 takes it out to first order.")
        ],
        costInPasses: 3, seams: ["gradient"],
        purpose: "Imitates the implicit bias of a larger learning rate, or removes it.",
        remarks: Ascent.remarks + [
            "The paper writes its explicit regulariser as μ ‖∇L‖²/m with m parameters: μ = s η m/4.",
            "The implicit term is that of full-batch gradient descent without momentum. The reported training loss is "
                + "without the penalty; the second derivative is exact.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let weight = context.hyperparameter("strength") * (0.5 * context.learningRate)
        return slope + weight * GradientPenalty.curvature(slope, at: parameters, along: slope)
    }
}
