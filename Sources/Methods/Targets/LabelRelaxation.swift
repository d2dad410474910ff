import Primitives
import TensorCore
import Training

/// No loss for a row whose label is probable enough.
struct LabelRelaxation: RowLoss {
    static let declaration = ComponentDeclaration(
        id: "label-relaxation", family: "targets",
        summary: "Lets the target be the nearest of all distributions that give the label at least 1 − α.",
        formula: "0 where p_y ≥ 1 − α, else (1−α) log((1−α)/p_y) + α log(α/(1−p_y))",
        citations: ["Lienen & Hüllermeier 2021, From label smoothing to label relaxation, eqs. 7 and 8"],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .halfOpen(0, 1), default: 0.1, neutral: 0,
                "How much probability may lie outside the label for nothing.")
        ],
        seams: ["loss"],
        purpose: "Calibration: unlike label smoothing it does not draw confident rows back.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "The projection α p_k / Σ_{j≠y} p_j of the paper makes the divergence a function of p_y alone.",
            "Soft targets: the expectation of the loss over classes.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let alpha = context.hyperparameter("alpha")
        let rest = 1 - alpha
        let logP = pass.logProbabilities
        let p = logP.exponential()
        let divergence =
            rest * (rest.logarithm() - logP)
            + alpha * (alpha.logarithm() - (1 - p).atLeast(1e-7).logarithm())
        return pass.targets * select(rest .> p, divergence, context.graph.scalar(0))
    }
}
