import Primitives
import TensorCore
import Training

/// SAM that also closes the gap between the perturbed loss and the loss.
struct SurrogateGapMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gsam", family: "sharpness",
        summary: "SAM's gradient, less the part of the plain gradient that is orthogonal to it.",
        formula: "g_p = ∇L(w + ρ g/‖g‖),  g ← g_p − α (g − ⟨g, ĝ_p⟩ ĝ_p),  ĝ_p = g_p/‖g_p‖",
        citations: [
            "Zhuang, Gong, Yuan, Cui, Adam, Dvornek, Tatikonda, Duncan & Liu 2022, Surrogate gap minimization improves "
                + "sharpness-aware training, algorithm 1"
        ],
        parameters: [
            Ascent.radius(0.05),
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 0.4,
                "The weight of the ascent along the gap."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Tells sharp from flat minima where the perturbed loss alone does not.",
        remarks: Ascent.remarks + [
            "The authors let ρ follow the learning rate; give it the same schedule for that.",
            "The projection is that of the authors' code; the default of α is in the range of the paper.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let sharp = objective.gradient(
            at: parameters + Ascent.step(context.hyperparameter("rho"), along: slope))
        return sharp - context.hyperparameter("alpha") * Ascent.orthogonal(slope, to: sharp)
    }
}
