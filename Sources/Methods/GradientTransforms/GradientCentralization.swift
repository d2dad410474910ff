import Primitives
import TensorCore
import Training

/// Gradients of weights with a mean of zero per output unit.
struct GradientCentralization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-centralization", family: "gradient transforms",
        summary: "Takes the mean off the gradient of every output unit's weights.",
        formula: "gᵤ ← gᵤ − s · mean(gᵤ),  u an output unit of a weight",
        citations: [
            "Yong, Huang, Hua & Zhang 2020, Gradient centralization: a new optimization technique for deep neural "
                + "networks, eq. 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
                "The share of the mean that is taken off; 1 in the paper.")
        ],
        seams: ["gradient"],
        purpose:
            "Keeps the sum of every unit's incoming weights where it began: a constraint on weights and outputs.",
        remarks: [
            "Acts on weight matrices and kernels; biases and gains keep their gradients.",
            "A penalty of the stack is part of the gradient, so its gradient is centralised too.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let strength = context.hyperparameter("strength")
        return context.mapTensors(of: slope) { part in
            guard part.specification.role == .weight else { return part.value }
            return part.matrix - strength * part.matrix.mean(over: [0], keepingAxes: true)
        }
    }
}
