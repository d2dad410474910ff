import Primitives
import TensorCore
import Training

/// TRADES with more weight on rows whose worst neighbour is misread.
struct AntiRobustWeighting: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "arow", family: "mixing",
        summary:
            "Adds the divergence to the worst neighbour, each row weighted by how badly the neighbour is classified.",
        formula: "L + λ mean KL(p(x) ‖ p(x′)) (1 − p_y(x′)),  x′ as in trades",
        citations: [
            "Yang, Kong & Kim 2023, Improving adversarial robustness by putting more regularizations on less robust "
                + "samples, section 4 (ARoW)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 6, neutral: 0,
                "The weight of the divergence.")
        ] + DivergenceAttack.parameters,
        seams: ["objective"], purpose: "Adversarial robustness of the rows that need it most.",
        remarks: DivergenceAttack.remarks + [
            "The authors' code smooths the labels of the clean loss by 0.2: add label-smoothing.",
            "The gradient flows through the weights too, as in the authors' code.",
        ],
        tasks: [.classification])

    private let arguments: Arguments

    init(arguments: Arguments) { self.arguments = arguments }

    var costInPasses: Double { DivergenceAttack.cost(arguments) }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let attacked = DivergenceAttack.pass(pass, arguments, context)
        let right = (pass.targets * attacked.outputs.logSoftmax().exponential()).sumOverLastAxis()
        let rows = PredictionDivergence.rows(from: pass.outputs, to: attacked.outputs) * (1 - right)
        return context.hyperparameter("strength") * pass.meanOverRows(rows)
    }
}
