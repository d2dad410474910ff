import Primitives
import TensorCore
import Training

/// SAM in a neighbourhood that scales with the weights.
struct AdaptiveSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "asam", family: "sharpness",
        summary: "SAM whose neighbourhood stretches with the magnitude of every weight.",
        formula: "g ← ∇L(w + ρ T² ∇L(w) / ‖T ∇L(w)‖₂),  T = |w| + η elementwise",
        citations: [
            "Kwon, Kim, Park & Choi 2021, ASAM: Adaptive sharpness-aware minimization for scale-invariant learning of "
                + "deep neural networks, algorithm 1 (p = 2)"
        ],
        parameters: [
            Ascent.radius(0.5),
            .hyperparameter(
                "eta", symbol: "η", in: .nonNegative, default: 0.01, "Added to the magnitudes of the weights."
            ),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "What T scales: all parameters (paper), or weights and gains, biases having T = 1 (code)."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Flat minima by a measure that rescaling the layers of a network cannot change.",
        remarks: Ascent.remarks + ["The defaults are those of the authors' code."])

    private let isPaper: Bool

    init(arguments: Arguments) { isPaper = arguments.text("variant") == "paper" }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        var scale = parameters.absolute() + context.hyperparameter("eta")
        if !isPaper {
            let isScaled = context.constant { $0.role == .weight || $0.role == .gain ? 1 : 0 }
            scale = select(isScaled, scale, context.graph.scalar(1))
        }
        let scaled = scale * objective.gradient(at: parameters)
        let ascent = scale * Ascent.step(context.hyperparameter("rho"), along: scaled)
        return objective.gradient(at: parameters + ascent)
    }
}
