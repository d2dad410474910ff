import Primitives
import TensorCore
import Training

/// The one-against-rest hinge of a support vector machine.
struct HingeLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "hinge", family: "targets",
        summary: "The hinge loss of one-against-rest support vector machines, plain or squared.",
        formula: "Σ_k max(0, 1 − y_k z_k)^n,  y_k = 2 t_k − 1",
        citations: ["Tang 2013, Deep learning using linear support vector machines, eqs. 5 and 10"],
        parameters: [
            ParameterDeclaration(
                "power", symbol: "n", .integer(1...2), default: .integer(2),
                "1 for the hinge, 2 for the squared hinge."),
            .share,
        ],
        seams: ["loss"],
        purpose: "Rows beyond the margin have no gradient at all; the paper prefers the squared form.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "The outputs are scores, not logits: likelihood and calibration, which take the softmax, say little.",
            "A machine's ½ ‖w‖² is left to the methods of weight decay.",
        ],
        tasks: [.classification])

    private let power: Int

    init(arguments: Arguments) { power = arguments.integer("power") }

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let slack = (1 - (2 * pass.targets - 1) * pass.outputs).positivePart()
        return power == 2 ? slack.squared() : slack
    }
}
