import Primitives
import TensorCore
import Training

/// A family of losses between the squared error and bounded ones.
struct GeneralRobustLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "general-robust", family: "targets",
        summary:
            "Barron's general robust loss: one shape parameter from nearly logarithmic to nearly squared.",
        formula: "(|α − 2| / α) (((r/c)² / |α − 2| + 1)^{α/2} − 1),  r = f − y",
        citations: ["Barron 2019, A general and adaptive robust loss function, eq. 1"],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .open(0, 2), default: 1,
                "The shape: towards 2 half the squared error, 1 the pseudo-Huber loss, towards 0 the Cauchy loss."
            ),
            .hyperparameter(
                "scale", symbol: "c", in: .positive, default: 1,
                "Where the error stops being squared, in standard deviations of the target."),
            .share,
        ],
        seams: ["loss"], purpose: "Outliers among the targets.", exclusive: [TargetRole.rowLoss],
        remarks: ["Near 0 it is (r/c)²/2. Shapes of 0 and below, and 2 itself, are not included."],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let alpha = context.hyperparameter("alpha")
        let rest = 2 - alpha
        let ratio = ((pass.outputs - pass.targets) / context.hyperparameter("scale")).squared() / rest
        // x^a − 1 as −(1 − e^{a log x}), without cancellation for small residuals.
        return -(rest / alpha) * (0.5 * alpha * ratio.logarithmOfOnePlus()).oneMinusExponential()
    }
}
