import Primitives
import TensorCore
import Training

/// The squared error between probabilities and targets.
struct BrierLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "brier", family: "targets",
        summary: "The Brier score as the loss: the squared error of the probabilities.",
        formula: "Σ_k (p_k − t_k)²",
        citations: ["Brier 1950, Verification of forecasts expressed in terms of probability"],
        parameters: [.share],
        seams: ["loss"],
        purpose: "A proper score that is bounded: label noise and calibration.",
        exclusive: [TargetRole.rowLoss],
        remarks: ["Rows that are wrong with certainty have no gradient."],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        (pass.probabilities - pass.targets).squared()
    }
}
