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
            "K times from v = 0: d = ∇ (1/|B|) Σ_{ℓᵢ(w+v) < c} ℓᵢ(w + v),  v_l ← clip_{γ‖w_l‖}(v_l + ν ‖w_l‖ d_l/‖d_l‖);  "
            + "g ← ∇L(w + v)",
        citations: [
            "Yu, Han, Gong, Shen, Ge, Bo & Liu 2022, Robust weight perturbation for adversarial training, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 0.01, neutral: 0,
                "The largest length of the perturbation relative to the weight's."),
            .hyperparameter(
                "threshold", symbol: "c", in: .positive, default: 1.7, "Rows with a smaller loss are climbed."
            ),
            .hyperparameter(
                "ascent_rate", symbol: "ν", in: .nonNegative, default: 0.001,
                "The length of a step relative to the weight's."),
            ParameterDeclaration(
                "steps", symbol: "K", .integer(1...100), default: .integer(10), "Steps of the ascent."),
        ],
        costInPasses: 35.0 / 3, seams: ["gradient"],
        purpose: "Against robust overfitting, without pushing rows that are not yet fitted.",
        remarks: Ascent.remarks + [
            "Threshold, steps and the length of a step are from memory of the paper; the step is γ/K by default, so that "
                + "the bound is just reached.",
            "Penalties of the stack take no part in the ascent. Where no row is below the threshold nothing moves.",
        ])

    private let steps: Int

    init(arguments: Arguments) { steps = arguments.integer("steps") }

    var costInPasses: Double { Double(steps) + 5.0 / 3 }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let threshold = context.hyperparameter("threshold")
        var perturbation: Tensor?
        for _ in 0..<steps {
            let point = perturbation.map { parameters + $0 } ?? parameters
            let losses = objective.rowLosses(at: point)
            let climbed = select(threshold .> losses, losses, context.graph.scalar(0)).mean()
            let slope = TensorCore.gradient(of: climbed, withRespectTo: [point])[0]
            let step =
                context.hyperparameter("ascent_rate")
                * WeightwiseAscent.direction(slope, relativeTo: parameters, context)
            perturbation = WeightwiseAscent.clipped(
                perturbation.map { $0 + step } ?? step, to: context.hyperparameter("gamma"), of: parameters,
                context)
        }
        return objective.gradient(at: parameters + perturbation!)
    }
}
