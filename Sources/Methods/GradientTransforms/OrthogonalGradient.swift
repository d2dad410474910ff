import Primitives
import TensorCore
import Training

/// Gradients without the part that only scales the weights (⊥Grad).
struct OrthogonalGradient: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "orthogonal-gradient", family: "gradient transforms",
        summary: "Removes from each tensor's gradient its component along the tensor itself.",
        formula: "g ← g − s (w·g / w·w) w per tensor;  in the authors' code then rescaled to its old norm",
        citations: [
            "Prieto, Barsbey, Mediano & Birdal 2025, Grokking at the edge of numerical stability, section 5 (⊥Grad)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
                "The share of the component that is removed; 1 in the paper."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "paper: the projection alone; code: the result rescaled to the gradient's old norm."),
        ],
        seams: ["gradient"],
        purpose:
            "Stops networks that fit their data already from lowering the loss by growing their logits alone.",
        remarks: [
            "Acts on every tensor, biases too, as the authors' code does.",
            "Momentum and adaptive optimisers turn the step away from the orthogonal direction again.",
            "That the paper's formula has no rescaling is from memory; the code's was compared.",
        ])

    private let rescales: Bool

    init(arguments: Arguments) { rescales = arguments.text("variant") == "code" }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let strength = context.hyperparameter("strength")
        let values = context.tensors(of: parameters)
        return context.mapTensors(of: slope) { part in
            let (weights, gradient) = (values[part.index].value, part.value)
            let along = (weights * gradient).sum() / (weights.squared().sum() + 1e-30)
            let rest = gradient - (strength * along) * weights
            guard rescales else { return rest }
            return rest * (gradient.euclideanNorm() / (rest.euclideanNorm() + 1e-30))
        }
    }
}
