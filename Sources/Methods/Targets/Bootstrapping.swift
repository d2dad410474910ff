import Primitives
import TensorCore
import Training

/// Targets mixed with what the model itself predicts.
struct Bootstrapping: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "bootstrapping", family: "targets",
        summary: "Mixes the given targets with the model's present prediction, soft or hard.",
        formula: "t ← (1 − s) t + s q,  q = p (soft) or the one-hot of argmax p (hard)",
        citations: [
            "Reed, Lee, Anguelov, Szegedy, Erhan & Rabinovich 2015, Training deep neural networks on noisy labels with "
                + "bootstrapping, eqs. 6 and 7"
        ],
        parameters: [
            ParameterDeclaration(
                "kind", .choice(["soft", "hard"]), default: .text("soft"),
                "Whether the prediction is mixed in as probabilities or as a label."),
            .hyperparameter(
                "share", symbol: "s", in: .closed(0, 1), default: 0.05, neutral: 0,
                "The prediction's share, 1 − β in the paper."),
        ],
        seams: ["loss"],
        purpose: "Label noise: a confident model trusts itself more than the label.",
        remarks: [
            "The paper's β is 0.95 for soft and 0.8 for hard bootstrapping: give share 0.2 with hard.",
            "The gradient of the soft form flows through the prediction in the target too: it is s times the entropy.",
        ],
        tasks: [.classification])

    private let isHard: Bool

    init(arguments: Arguments) { isHard = arguments.text("kind") == "hard" }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let share = context.hyperparameter("share")
        let own = isHard ? pass.outputs.topOfRow() : pass.probabilities
        return inner(pass.with(targets: (1 - share) * pass.targets + share * own))
    }
}
