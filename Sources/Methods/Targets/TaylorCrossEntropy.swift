import Primitives
import TensorCore
import Training

/// Cross-entropy cut off after some terms of its series in 1 − p.
struct TaylorCrossEntropy: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "taylor-cross-entropy", family: "targets",
        summary: "Cuts the series of the logarithm off, which bounds what a wrong label costs.",
        formula: "Σ_k t_k Σ_{i=1…n} (1 − p_k)^i / i",
        citations: [
            "Feng, Shu, Lin, Lv, Li & An 2020, Can cross entropy loss be robust to label noise?, section 3 (Taylor "
                + "cross entropy)"
        ],
        parameters: [
            ParameterDeclaration(
                "order", symbol: "n", .integer(1...20), default: .integer(2),
                "How many terms: 1 is half the mean absolute error, ∞ cross-entropy."),
            .share,
        ],
        seams: ["loss"], purpose: "Label noise.", exclusive: [TargetRole.rowLoss],
        remarks: ["The default order is from memory of the paper, which compares several."],
        tasks: [.classification])

    private let order: Int

    init(arguments: Arguments) { order = arguments.integer("order") }

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let rest = 1 - pass.probabilities
        // Horner: r (1 + r (1/2 + r (1/3 + …))).
        var series = context.graph.scalar(1 / Float(order)) * rest
        for index in stride(from: order - 1, to: 0, by: -1) { series = rest * (series + 1 / Float(index)) }
        return pass.targets * series
    }
}
