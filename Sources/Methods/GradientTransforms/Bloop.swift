import Primitives
import TensorCore
import Training

/// Penalties that may not work against the loss: surgery on their gradient with an average of the loss's.
struct Bloop: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "bloop", family: "gradient transforms",
        summary: "Removes from the penalties' gradient what lies along the averaged gradient of the loss.",
        formula: "ḡ ← ḡ + β (g_loss − ḡ);  g ← g_loss + g_pen − s (g_pen·ḡ / (‖ḡ‖² + 1e-7)) ḡ",
        citations: [
            "Hsieh, Thornton, Ndiaye, Klein, Cuturi & Ablin 2024, Careful with that scalpel: improving gradient surgery "
                + "with an EMA, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
                "The share of the common component that is removed; 1 in the paper, 0 is the plain sum."),
            .hyperparameter(
                "ema_weight", symbol: "β", in: .openClosed(0, 1), default: 0.1,
                "The weight of the present gradient in the average."),
        ],
        seams: ["gradient"],
        purpose:
            "A penalty decides only among parameters that serve the loss equally well, however strong it is.",
        remarks: [
            "The paper's λ is the penalties' own strength: their sum is the auxiliary loss. Decoupled decay and everything "
                + "that is no penalty or added term stays out of it; without penalties nothing changes.",
            "The average includes the present gradient and begins with the first, as in the authors' code.",
            "A second backward pass is taken only where added terms look at activations: what both gradients share is "
                + "computed once.",
            "The authors' optional rescaling by 1/(1 + λ) is left to the learning rate.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let total = objective.gradient(at: parameters)
        let main = objective.withoutPenalties.gradient(at: parameters)
        let penalty = total - main
        let old = context.state("average", count: parameters.shape.count)
        let moved = (old + context.hyperparameter("ema_weight") * (main - old)).flushingSubnormals()
        let average = select(context.clock(.isFirstStep), main, moved)
        context.assign(average, to: "average")
        let share = (penalty * average).sum() / (average.squared().sum() + 1e-7)
        return total - (context.hyperparameter("strength") * share) * average
    }
}
