import Primitives
import TensorCore
import Training

/// A penalty on an estimate of the trace of the Hessian.
struct HessianTracePenalty: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "hessian-trace-penalty", family: "sharpness",
        summary: "Penalises the trace of the loss's Hessian, estimated by a random direction in every step.",
        formula: "L + λ vᵀ ∇²L v,  v random signs, so E vᵀ ∇²L v = tr ∇²L;  g ← ∇L + λ ∇(vᵀ ∇²L v)",
        citations: [
            "Hutchinson 1989, A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines",
            "Liu, Yu & Lou 2023, Regularizing deep neural networks with stochastic estimators of Hessian trace",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-3, neutral: 0, "The penalty's weight.")
        ],
        costInPasses: 5, seams: ["gradient"],
        purpose: "Flatness in the mean over all directions; a yardstick for the cheaper methods.",
        remarks: Ascent.remarks + [
            "One direction per step over all parameters; derivatives are exact. The reported training loss is without the "
                + "penalty.",
            "Piecewise linear activations have curvature through the loss alone. The trace can be negative: a large weight "
                + "rewards saddles. Only the estimator is from a paper that was checked.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let signs = context.graph.rademacher([context.layout.count], stream: context.stream("direction"))
        let product = GradientPenalty.curvature(slope, at: parameters, along: signs)
        let change = TensorCore.gradient(of: (signs * product).sum(), withRespectTo: [parameters])[0]
        return slope + context.hyperparameter("strength") * change
    }
}
