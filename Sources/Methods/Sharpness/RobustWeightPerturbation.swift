import Primitives
import TensorCore
import Training

/// Adversarial weight perturbation by the rows that are fitted well.
struct RobustWeightPerturbation: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "robust-weight-perturbation", family: "sharpness",
        summary:
            "Adversarial weight perturbation in several steps, climbing only the losses that are below a threshold.",
        formula:
            "K times from v = D = 0: D ← D + ∇ (1/B) Σ_{ℓᵢ(w+v) < c} ℓᵢ(w + v),  v = γ ‖w‖ D/‖D‖ over all weights;  "
            + "g ← ∇L(w + v)",
        citations: [
            "Yu, Han, Gong, Shen, Ge, Bo & Liu 2022, Robust weight perturbation for adversarial training, section 4 and the "
                + "authors' code"
        ],
        parameters: [
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 0.01, neutral: 0,
                "The length of the perturbation relative to that of all weights."),
            .hyperparameter(
                "threshold", symbol: "c", in: .positive, default: 1.7, "Rows with a smaller loss are climbed."
            ),
            ParameterDeclaration(
                "steps", symbol: "K", .integer(1...100), default: .integer(10), "Steps of the ascent."),
        ],
        costInPasses: 35.0 / 3, seams: ["gradient"],
        purpose: "Against robust overfitting, without pushing rows that are not yet fitted.",
        remarks: Ascent.remarks + [
            "As in the authors' code: gradients add up unscaled, so their step size cancels, and the length is relative to "
                + "the norm of all weights together, not layer by layer as in adversarial-weight-perturbation. Defaults too.",
            "Penalties of the stack take no part in the ascent. Where no row is below the threshold nothing moves.",
        ])

    private let steps: Int

    init(arguments: Arguments) { steps = arguments.integer("steps") }

    var costInPasses: Double { Double(steps) + 5.0 / 3 }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let (threshold, zero) = (context.hyperparameter("threshold"), context.graph.scalar(0))
        let weights = select(context.weightMask, parameters, zero)
        let length = context.hyperparameter("gamma") * weights.euclideanNorm()
        var sum: Tensor?
        var point = parameters
        for _ in 0..<steps {
            let losses = objective.rowLosses(at: point)
            let below = select(threshold .> losses, losses, zero)
            let climbed = (objective.rowWeights.map { $0 * below } ?? below).mean()
            let slope = select(
                context.weightMask, TensorCore.gradient(of: climbed, withRespectTo: [point])[0], zero)
            sum = sum.map { $0 + slope } ?? slope
            point = parameters + length * Ascent.unit(sum!)
        }
        return objective.gradient(at: point)
    }
}
