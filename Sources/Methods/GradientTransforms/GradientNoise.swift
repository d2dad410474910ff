import Primitives
import TensorCore
import Training

/// Annealed Gaussian noise on the gradient.
struct GradientNoise: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-noise", family: "gradient transforms",
        summary: "Adds Gaussian noise to the gradient, less with every step.",
        formula: "g ← g + N(0, σₜ²),  σₜ² = η / (1 + t)^γ",
        citations: [
            "Neelakantan, Vilnis, Le, Sutskever, Kaiser, Kurach & Martens 2015, Adding gradient noise improves learning "
                + "for very deep networks, eq. 1"
        ],
        parameters: [
            .hyperparameter(
                "eta", symbol: "η", in: .nonNegative, default: 0.01, neutral: 0,
                "The variance in the first step; the paper uses 0.01, 0.3 and 1."),
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 0.55, "How fast the variance falls."),
        ],
        seams: ["gradient"],
        purpose:
            "Helps out of bad starts and flat places; with γ = 0 and plain SGD it is Langevin dynamics up to scale.",
        remarks: [
            "t counts steps from 0, so that the first variance is η.",
            "η is a variance: its root is to be compared with the gradient's elements.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let age = 1 + context.clock(.step)
        let variance = context.hyperparameter("eta") * age.power(-context.hyperparameter("gamma"))
        let noise = context.graph.normal(parameters.shape, stream: context.stream("noise"))
        return objective.gradient(at: parameters) + variance.squareRoot() * noise
    }
}
