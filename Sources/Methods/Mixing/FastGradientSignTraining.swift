import Primitives
import TensorCore
import Training

/// The loss on rows and on their fast-gradient-sign neighbours.
struct FastGradientSignTraining: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "fgsm-adversarial-training", family: "mixing",
        summary: "Averages the loss on each row and on its neighbour one sign step up the loss.",
        formula: "L ← c L(x) + (1−c) L(x + ε sign ∇_x L(x))",
        citations: [
            "Goodfellow, Shlens & Szegedy 2015, Explaining and harnessing adversarial examples, section 6"
        ],
        parameters: [
            InputAttack.radius(default: 0.1, neutral: 0),
            .hyperparameter(
                "clean_share", symbol: "c", in: .closed(0, 1), default: 0.5,
                "The share of the loss on the rows as they are."),
        ],
        costInPasses: 7.0 / 3, seams: ["loss"],
        purpose:
            "Robustness to small changes of the inputs at the price of a second pass; a regulariser for smooth "
            + "functions of standardised inputs.",
        remarks: InputAttack.remarks + [
            "The neighbour is a constant: no gradient flows through the sign.",
            "At a large radius the network can learn to mask its gradient (catastrophic overfitting).",
        ])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let clean = inner(pass)
        let slope = gradient(of: clean.sum(), withRespectTo: [pass.inputs])[0]
        let change = context.hyperparameter("epsilon") * InputAttack.sign(slope)
        let attacked = inner(pass.again(inputs: (pass.inputs + change).stoppingGradient()))
        let share = context.hyperparameter("clean_share")
        return share * clean + (1 - share) * attacked
    }
}
