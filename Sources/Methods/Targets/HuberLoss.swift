import Primitives
import TensorCore
import Training

/// The squared error near 0 and the absolute error beyond.
struct HuberLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "huber", family: "targets",
        summary: "The squared error of small residuals, the absolute error of large ones.",
        formula: "½ r² for |r| ≤ δ, δ (|r| − δ/2) beyond,  r = f − y",
        citations: ["Huber 1964, Robust estimation of a location parameter"],
        parameters: [
            .hyperparameter(
                "delta", symbol: "δ", in: .positive, default: 1,
                "Where the error becomes linear, in standard deviations of the target."),
            .share,
        ],
        seams: ["loss"], purpose: "Outliers among the targets.", exclusive: [TargetRole.rowLoss],
        remarks: ["Half as steep as the squared error of the baseline, which has no ½."],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let size = (pass.outputs - pass.targets).absolute()
        let delta = context.hyperparameter("delta")
        let near = minimum(size, delta)
        return near * (size - 0.5 * near)
    }
}
