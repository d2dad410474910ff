import Primitives
import TensorCore
import Training

/// Adam that estimates its own step size.
struct Prodigy: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "prodigy", family: "optimisers",
        summary: "Adam whose step size is an estimate of the distance to the solution, which only grows.",
        formula:
            "m ← β₁ m + (1−β₁) d g;  v ← β₂ v + (1−β₂) d² g²;  r ← √β₂ r + (1−√β₂) η d² ⟨g, w₀ − w⟩;  "
            + "s ← √β₂ s + (1−√β₂) η d² g;  w ← w − η d (m/(√v + d ε) + λ w);  d ← max(d, r/‖s‖₁)",
        citations: [
            "Mishchenko & Defazio 2024, Prodigy: an expeditiously adaptive parameter-free learner, algorithm 4"
        ],
        parameters: AdamRule.parameters(learningRate: 1) + [
            ParameterDeclaration(
                "initial_distance", symbol: "d₀", .real(.positive), default: .real(1e-6),
                "The first estimate.")
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose: "Adam without a learning rate to tune; η is a schedule around 1.",
        remarks: [
            "Without bias corrections, as in the paper. The decay is multiplied by η d.",
            "r and s are kept in units of d₀², which cancels.",
        ])

    private let decay: OwnDecay
    private let start: Double

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        start = arguments.real("initial_distance")
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (beta1, beta2) = (context.hyperparameter("beta1"), context.hyperparameter("beta2"))
        let beta3 = beta2.squareRoot()
        let rate = context.learningRate
        let distance = context.state("distance", count: 1, initial: Float(start))
        let scaled = distance * gradient
        let first = Moments.average("first moment", of: scaled, beta1, context)
        let second = Moments.average("second moment", of: scaled.squared(), beta2, context)
        let weight = (distance * Float(1 / start)).squared() * rate
        let inner = (gradient * (context.initialParameters - parameters)).sum()
        let numerator = Moments.average("numerator", of: weight * inner, beta3, context)
        let sum = Moments.average("gradients", of: weight * gradient, beta3, context)
        let norm = sum.absolute().sum()
        let zero = context.graph.scalar(0)
        let estimate = select(norm .> zero, numerator / norm, zero)
        context.assign(maximum(distance, estimate), to: "distance")
        context.record(distance.reshaped([]), as: "distance")
        let direction = first / (second.squareRoot() + distance * context.hyperparameter("epsilon"))
        return parameters - rate * distance * (direction + decay(parameters, context))
    }
}
