import Primitives
import TensorCore
import Training

/// Projected gradient ascent in parameter space before the descent.
struct AdversarialModelPerturbation: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "adversarial-model-perturbation", family: "sharpness",
        summary:
            "Takes the gradient at a perturbation found by projected gradient ascent in a ball around the parameters.",
        formula: "Δ ← clip_ε(Δ + ζ ∇L(w + Δ)), N times from 0;  g ← ∇L(w + Δ)",
        citations: [
            "Zheng, Zhang & Mao 2021, Regularizing neural networks via adversarial model perturbation, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "epsilon", symbol: "ε", in: .nonNegative, default: 0.5, neutral: 0, "The radius of the ball."),
            .hyperparameter(
                "ascent_rate", symbol: "ζ", in: .nonNegative, default: 1, "The step size of the ascent."),
            ParameterDeclaration(
                "steps", symbol: "N", .integer(1...100), default: .integer(1), "Steps of the ascent."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "What the ball bounds: all parameters together (paper), or every tensor by itself (code)."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose:
            "Flat minima; unlike SAM the perturbation is shorter than the radius where the gradient is small.",
        remarks: Ascent.remarks + ["The defaults are those of the authors' example."])

    private let steps: Int
    private let isPaper: Bool

    init(arguments: Arguments) {
        steps = arguments.integer("steps")
        isPaper = arguments.text("variant") == "paper"
    }

    var costInPasses: Double { Double(steps + 1) }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let radius = context.hyperparameter("epsilon")
        var perturbation: Tensor?
        for _ in 0..<steps {
            let point = perturbation.map { parameters + $0 } ?? parameters
            let ascent = context.hyperparameter("ascent_rate") * objective.gradient(at: point)
            let moved = perturbation.map { $0 + ascent } ?? ascent
            perturbation =
                isPaper
                ? Ascent.clipped(moved, to: radius)
                : context.mapTensors(of: moved) { Ascent.clipped($0.value, to: radius) }
        }
        return objective.gradient(at: parameters + perturbation!)
    }
}
