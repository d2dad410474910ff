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

/// A smooth loss between the squared and the absolute error.
struct LogCoshLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "log-cosh", family: "targets",
        summary: "The logarithm of the hyperbolic cosine of the residual: smooth, and linear for large ones.",
        formula: "log cosh r = |r| + log(1 + e^{−2|r|}) − log 2,  r = f − y",
        citations: [
            "Green 1990, Bayesian reconstructions from emission tomography data using a modified EM algorithm"
        ],
        parameters: [.share],
        seams: ["loss"], purpose: "Outliers among the targets, with a smooth slope.",
        exclusive: [TargetRole.rowLoss],
        remarks: ["Near 0 it is r²/2: half as steep as the squared error of the baseline."],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let size = (pass.outputs - pass.targets).absolute()
        return size + (-2 * size).exponential().logarithmOfOnePlus() - 0.693_147_18
    }
}

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

/// The squared error, weighed by the residual's sign.
struct ExpectileLoss: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "expectile", family: "targets",
        summary: "Weighs the loss of rows that are predicted too low against those predicted too high.",
        formula: "2 τ l where y > f, 2 (1 − τ) l elsewhere,  l = (f − y)²",
        citations: ["Newey & Powell 1987, Asymmetric least squares estimation and testing"],
        parameters: [
            .hyperparameter(
                "tau", symbol: "τ", in: .open(0, 1), default: 0.75, neutral: 0.5,
                "Which expectile; 0.5 is the mean.")
        ],
        seams: ["loss"], purpose: "A prediction that errs to one side.",
        remarks: ["Weighs whatever loss stands inside it in the stack."],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let tau = context.hyperparameter("tau")
        return select(pass.targets .> pass.outputs, 2 * tau, 2 - 2 * tau) * inner(pass)
    }
}
