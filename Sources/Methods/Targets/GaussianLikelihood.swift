import Primitives
import TensorCore
import Training

/// A second output: the logarithm of the variance.
struct GaussianLikelihood: RowLoss, OutputWidth, OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "gaussian-nll", family: "targets",
        summary: "Predicts mean and variance, and trains by the likelihood of a Gaussian.",
        formula: "½ sg(σ²)^β (s + (y − μ)² e^{−s}),  outputs (μ, s),  σ² = e^s",
        citations: [
            "Nix & Weigend 1994, Estimating the mean and variance of the target probability distribution",
            "Seitzer, Tavakoli, Antic & Martius 2022, On the pitfalls of heteroscedastic uncertainty estimation with "
                + "probabilistic neural networks, eq. 5 (β-NLL)",
        ],
        parameters: [
            ParameterDeclaration(
                "variance", .choice(["learnt", "fixed"]), default: .text("learnt"), neutral: .text("fixed"),
                "Whether there is an output for the variance; fixed is the squared error."),
            .hyperparameter(
                "beta", symbol: "β", in: .closed(0, 1), default: 0,
                "How much of the variance's weighting is undone; 0 is the likelihood, 1 the squared error's gradient."
            ),
        ],
        seams: ["output width", "loss", "outputs"],
        purpose: "Targets whose noise differs from row to row; noisy rows count less.",
        exclusive: [TargetRole.rowLoss, "output width", "evaluation outputs"],
        remarks: [
            "What is evaluated is the mean.",
            "The constant ½ log 2π is left out. β-NLL recommends β = 0.5.",
            "With the variance fixed at ½ the likelihood has the gradient of the squared error.",
        ],
        tasks: [.regression])

    private let isLearnt: Bool

    init(arguments: Arguments) { isLearnt = arguments.text("variance") == "learnt" }

    func refusal(in composition: Composition) -> Diagnostic? { isLearnt ? lostLoss(in: composition) : nil }

    func outputWidth(_ width: Int) -> Int { isLearnt ? 2 * width : width }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        guard isLearnt else { return inner(pass) }
        let width = context.targetWidth
        let mean = pass.outputs.slice(axis: 1, from: 0, count: width)
        let logVariance = pass.outputs.slice(axis: 1, from: width, count: width)
        let weight = (context.hyperparameter("beta") * logVariance).stoppingGradient().exponential()
        let error = (mean - pass.targets).squared() * (-logVariance).exponential()
        return 0.5 * weight * (logVariance + error)
    }

    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor {
        let outputs = inner(inputs)
        return isLearnt ? outputs.slice(axis: 1, from: 0, count: context.targetWidth) : outputs
    }
}
