import Primitives
import TensorCore
import Training

/// A penalty on distances between logits beyond a margin.
struct MarginLabelSmoothing: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "margin-label-smoothing", family: "targets",
        summary: "MbLS: penalises logits that lie further below the largest than a margin.",
        formula: "L + λ mean_i Σ_k max(0, max_j z_j − z_k − m)",
        citations: [
            "Liu, Ben Ayed, Galdran & Dolz 2022, The devil is in the margin: margin-based label smoothing for network "
                + "calibration, eq. 8"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.1, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "margin", symbol: "m", in: .nonNegative, default: 10,
                "How far a logit may lie below the largest."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "Whether the penalty is summed over classes (paper) or averaged (code)."),
        ],
        seams: ["objective"],
        purpose: "Calibration; unlike label smoothing it leaves logits alone within the margin.",
        remarks: [
            "The defaults are those for 200 classes; the margin wants tuning where there are few.",
            "The sum of the paper's equation is from memory; the mean was read in the authors' code.",
        ],
        tasks: [.classification])

    private let isMean: Bool

    init(arguments: Arguments) { isMean = arguments.text("variant") == "code" }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let distance = pass.outputs.maximumOverLastAxis() - pass.outputs
        let strength = context.hyperparameter("strength")
        let excess = (distance - context.hyperparameter("margin")).positivePart()
        return (isMean ? strength / Float(context.targetWidth) : strength) * pass.meanOverRows(excess)
    }
}
