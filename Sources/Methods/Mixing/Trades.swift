import Primitives
import TensorCore
import Training

/// The divergence between predictions on rows and on their worst neighbours.
struct Trades: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "trades", family: "mixing",
        summary:
            "Adds the divergence between the prediction on a row and on its worst neighbour to the loss.",
        formula:
            "L + β mean KL(p(x) ‖ p(x′)),  x′ = argmax over ‖x′ − x‖_∞ ≤ ε of the divergence, by projected ascent",
        citations: [
            "Zhang, Yu, Jiao, Xing, El Ghaoui & Jordan 2019, Theoretically principled trade-off between robustness and "
                + "accuracy, eq. 5 and algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "β", in: .nonNegative, default: 6, neutral: 0,
                "The weight of the divergence (1/λ in the paper).")
        ] + DivergenceAttack.parameters,
        seams: ["objective"], purpose: "Adversarial robustness with a dial between it and clean accuracy.",
        remarks: DivergenceAttack.remarks + [
            "The gradient flows through both predictions, as in the authors' code."
        ],
        tasks: [.classification])

    private let arguments: Arguments

    init(arguments: Arguments) { self.arguments = arguments }

    var costInPasses: Double { DivergenceAttack.cost(arguments) }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let attacked = DivergenceAttack.pass(pass, arguments, context)
        let rows = PredictionDivergence.rows(from: pass.outputs, to: attacked.outputs)
        return context.hyperparameter("strength") * pass.meanOverRows(rows)
    }
}
