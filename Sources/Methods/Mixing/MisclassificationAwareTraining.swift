import Primitives
import TensorCore
import Training

/// A boosted loss on attacked rows, and their divergence weighted by the error on the clean ones.
struct MisclassificationAwareTraining: RowLoss {
    static let declaration = ComponentDeclaration(
        id: "mart", family: "mixing",
        summary:
            "A boosted cross-entropy on attacked rows, and their divergence where the clean row is misread.",
        formula:
            "−log p_y(x′) − log(1.0001 − max_{k≠y} p_k(x′)) + λ KL(p(x) ‖ p(x′)) (1 − p_y(x)),  x′ by k steps up the "
            + "cross-entropy",
        citations: [
            "Wang, Zou, Yi, Bailey, Ma & Gu 2020, Improving adversarial robustness requires revisiting misclassified "
                + "examples, eqs. 8 to 11"
        ],
        parameters: [
            InputAttack.radius(default: 0.1, neutral: 0),
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 5, "The weight of the divergence."),
        ] + InputAttack.steps(default: 10, size: 0.25),
        seams: ["loss"], purpose: "Adversarial robustness with weight on misclassified rows.",
        exclusive: [TargetRole.rowLoss],
        remarks: DivergenceAttack.remarks + [
            "Off at a radius of 0: then the loss is that of the stack without it.",
            "The added 0.0001 keeps the logarithm finite, as in the code of the authors and of its descendants.",
            "Made for hard labels: with soft ones p_y is the mean over the target and the other classes count by their "
                + "distance from it.",
            "The default λ is the paper's, from memory (its code has 5 or 6).",
        ],
        tasks: [.classification])

    private let arguments: Arguments

    init(arguments: Arguments) { self.arguments = arguments }

    var costInPasses: Double { DivergenceAttack.cost(arguments) }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let attacked = DivergenceAttack.pass(pass, arguments, context) { $0.plainTerms.sum() }
        let logarithm = attacked.outputs.logSoftmax()
        let others = (logarithm.exponential() * (1 - pass.targets)).maximumOverLastAxis()
        let boosted =
            -(pass.targets * logarithm).sumOverLastAxis() - (1.0001 - others).logarithm()
        let right = (pass.targets * pass.outputs.logSoftmax().exponential()).sumOverLastAxis()
        return boosted + context.hyperparameter("strength")
            * PredictionDivergence.rows(from: pass.outputs, to: attacked.outputs) * (1 - right)
    }
}
