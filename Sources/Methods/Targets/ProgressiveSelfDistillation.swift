import Primitives
import TensorCore
import Training

/// Targets mixed with the model's own predictions of the epoch before.
struct ProgressiveSelfDistillation: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "ps-kd", family: "targets",
        summary: "Mixes each target with the row's prediction of the epoch before, more and more.",
        formula: "t ← (1 − α_e) t + α_e p_{e−1},  α_e = α (e + 1) / E in epoch e of E, from 0",
        citations: [
            "Kim, Ji, Yoon & Hwang 2021, Self-knowledge distillation with progressive refinement of targets, eqs. 3 and 9"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .closed(0, 1), default: 0.8, neutral: 0,
                "The prediction's share in the last epoch.")
        ],
        seams: ["loss"],
        purpose: "Calibration and label noise; hard rows weigh more.",
        remarks: [
            "A row without a prediction yet keeps its target, as in the first epoch.",
            "The prediction is that of the row's last step, not of the model at the epoch's end.",
            "Methods that mix rows leave the mixture's prediction for the row.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    /// It changes nothing at its neutral setting, where predictions are kept for when it is switched on.
    var isGated: Bool { false }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let before = pass.restrict(context.rowState("predictions", width: context.targetWidth))
        if pass.name.isEmpty { context.assignRows(pass.probabilities, to: "predictions") }
        let zero = context.graph.scalar(0)
        let isSeen = before.sumOverLastAxis() .> context.graph.scalar(0.5)
        let progress = (context.clock(.epoch) + 1) / context.clock(.epochs)
        let alpha = context.hyperparameter("alpha") * progress
        let own = select(isSeen, before, pass.targets)
        let mixed = (1 - alpha) * pass.targets + alpha * own
        return inner(pass.with(targets: select(alpha .> zero, mixed, pass.targets)))
    }
}
