import Primitives
import TensorCore
import Training

/// Regression as classification into bins, with Gaussian targets.
struct HistogramRegression: RowLoss, OutputWidth, OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "hl-gauss", family: "targets",
        summary: "Predicts a histogram of the target and trains by cross-entropy to a Gaussian around it.",
        formula:
            "−Σ_k q_k log softmax(z)_k,  q_k ∝ Φ((e_{k+1} − y)/σ) − Φ((e_k − y)/σ);  f = Σ_k p_k (e_k + e_{k+1})/2",
        citations: [
            "Imani & White 2018, Improving regression performance with distributional losses, section 3 (HL-Gaussian)",
            "Farebrother et al. 2024, Stop regressing: training value functions via classification for scalable deep RL, "
                + "section 3.1",
        ],
        parameters: [
            ParameterDeclaration(
                "bins", symbol: "K", .integer(0...4096), default: .integer(51), neutral: .integer(0),
                "How many bins there are; 0 for the squared error."),
            ParameterDeclaration(
                "limit", .real(.positive), default: .real(4),
                "The bins cover the targets from −limit to limit, in standard deviations."),
            .hyperparameter(
                "smoothing", symbol: "σ/w", in: .positive, default: 0.75,
                "The Gaussian's standard deviation in widths of a bin."),
        ],
        seams: ["output width", "loss", "outputs"],
        purpose: "Regression with gradients as steady as those of classification.",
        exclusive: [TargetRole.rowLoss, "output width", "evaluation outputs"],
        remarks: [
            "Targets beyond the limits are held there.",
            "What is evaluated is the histogram's mean.",
        ],
        tasks: [.regression])

    private let bins: Int
    private let limit: Float

    init(arguments: Arguments) {
        bins = arguments.integer("bins")
        limit = Float(arguments.real("limit"))
    }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard bins == 1 else { return bins > 0 ? lostLoss(in: composition) : nil }
        return Diagnostic(
            "a histogram of one bin predicts its centre always", remedy: "give more bins, or 0 for none")
    }

    func outputWidth(_ width: Int) -> Int { bins > 0 ? bins : width }

    private var binWidth: Float { 2 * limit / Float(bins) }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        guard bins > 0 else { return inner(pass) }
        let graph = context.graph
        let target = minimum(maximum(pass.targets, graph.scalar(-limit)), graph.scalar(limit))
        let edges = graph.constant((0...bins).map { Float($0) * binWidth - limit }, [1, bins + 1])
        // √2 σ, by which erf is the normal distribution's function.
        let width = context.hyperparameter("smoothing") * (2 * binWidth * binWidth).squareRoot()
        let cumulative = ((edges - target) / width).errorFunction()
        let upper = cumulative.slice(axis: 1, from: 1, count: bins)
        let lower = cumulative.slice(axis: 1, from: 0, count: bins)
        let all =
            cumulative.slice(axis: 1, from: bins, count: 1) - cumulative.slice(axis: 1, from: 0, count: 1)
        return -((upper - lower) / all * pass.outputs.logSoftmax())
    }

    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor {
        guard bins > 0 else { return inner(inputs) }
        let centres = context.graph.constant(
            (0..<bins).map { (Float($0) + 0.5) * binWidth - limit }, [1, bins])
        return (inner(inputs).logSoftmax().exponential() * centres).sumOverLastAxis()
    }
}
