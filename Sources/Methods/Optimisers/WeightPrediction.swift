import Primitives
import TensorCore
import Training

/// The gradient at where the optimiser's last step leads if it is taken again.
struct WeightPrediction: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "xgrad", family: "optimisers",
        summary:
            "Takes the gradient at predicted weights: as far ahead as the last step of the optimiser was long.",
        formula: "g ← ∇L(w + s (w − w')), w' the weights before the last step",
        citations: [
            "Guan, Li, Shi & Meng 2023, XGrad: boosting gradient-based optimizers with weight prediction, section 3"
        ],
        parameters: [
            .hyperparameter(
                "steps", symbol: "s", in: .nonNegative, default: 1, neutral: 0, "How many steps ahead.")
        ],
        seams: ["gradient"],
        purpose: "Nesterov's idea for any optimiser with momentum.",
        remarks: [
            "The paper predicts by the optimiser's cached direction times the rate of this step; the last displacement is "
                + "the same under a constant rate, up to what decay and other methods added to it.",
            "With SGD and momentum it is a Nesterov method: compare with that. With dropout both points see the same mask.",
            "The reported training loss is that at the weights themselves, whose forward pass is the extra cost.",
        ])

    init(arguments: Arguments) {}

    var costInPasses: Double { 4.0 / 3 }

    /// At 0 steps the point is the same.
    var isGated: Bool { false }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let current = context.currentParameters
        let before = context.state("previous parameters", [current.shape.count], start: .parameters)
        context.assign(current, to: "previous parameters")
        let zero = context.graph.scalar(0)
        let steps = context.hyperparameter("steps")
        // Off is off also where parameters have become infinite.
        let ahead = select(steps .> zero, steps * (current - before), zero)
        return objective.gradient(at: parameters + ahead)
    }
}
