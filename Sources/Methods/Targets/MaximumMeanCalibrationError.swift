import Primitives
import TensorCore
import Training

/// A kernel estimate of the calibration error beside the loss.
struct MaximumMeanCalibrationError: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "mmce", family: "targets",
        summary: "Adds the maximum mean calibration error: a kernel estimate over all pairs of rows.",
        formula:
            "L + λ √(mean_{i,j} (c_i − r_i)(c_j − r_j) e^{−|r_i − r_j| / 0.4}),  r = max p,  c = 1 where right",
        citations: [
            "Kumar, Sarawagi & Jain 2018, Trainable calibration measures for neural networks from kernel mean embeddings, "
                + "eq. 5"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 2, neutral: 0, "The term's weight."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "With the root (paper), or squared as in a public implementation of the unweighted form (code)."
            ),
        ],
        seams: ["objective"],
        purpose: "Calibration of the predicted class.",
        remarks: [
            "The means are over the batch: small batches make them noisy.",
            "The kernel's width was read in public code; that the paper takes the root is from memory, so is λ.",
            "Row weights are not used. 1e-10 is added under the root.",
        ],
        tasks: [.classification])

    private let isSquared: Bool

    init(arguments: Arguments) { isSquared = arguments.text("variant") == "code" }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let rows = pass.outputs.shape[0]
        let confidence = pass.probabilities.maximumOverLastAxis()
        let agreement = (pass.outputs.topOfRow() * pass.targets.topOfRow()).sumOverLastAxis()
        let isRight = agreement .> context.graph.scalar(0)
        let gap = isRight - confidence
        let distance = (confidence - confidence.reshaped([1, rows])).absolute()
        let error = (gap * gap.reshaped([1, rows]) * (-2.5 * distance).exponential()).mean()
            // Never below 0 but for rounding, which the root would turn into NaN.
            .positivePart()
        return context.hyperparameter("strength") * (isSquared ? error : (error + 1e-10).squareRoot())
    }
}
