import Primitives
import TensorCore
import Training

/// The loss whose minimum is a quantile.
struct QuantileLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "quantile", family: "targets",
        summary: "The pinball loss, whose minimum is a quantile of the target.",
        formula: "max(τ r, (τ − 1) r),  r = y − f",
        citations: ["Koenker & Bassett 1978, Regression quantiles"],
        parameters: [
            .hyperparameter(
                "tau", symbol: "τ", in: .open(0, 1), default: 0.5, "Which quantile; 0.5 is the median."),
            .share,
        ],
        seams: ["loss"],
        purpose: "Outliers among the targets (τ = 0.5), or a prediction that errs to one side.",
        exclusive: [TargetRole.rowLoss],
        remarks: ["At a residual of 0 the slope is that of r < 0."],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let residual = pass.targets - pass.outputs
        let tau = context.hyperparameter("tau")
        return maximum(tau * residual, (tau - 1) * residual)
    }
}
