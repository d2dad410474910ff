import Primitives
import TensorCore
import Training

/// A penalty on the difference between mean confidence and frequency, by class.
struct ClassConfidenceAlignment: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "mdca", family: "targets",
        summary:
            "Multi-class difference in confidence and accuracy: aligns each class's mean probability with its "
            + "frequency in the batch.",
        formula: "L + λ (1/K) Σ_k |mean_i p_ik − mean_i t_ik|",
        citations: [
            "Hebbalaguppe, Prakash, Madan & Arora 2022, A stitch in time saves nine: a train-time regularizing loss for "
                + "improved neural network calibration, eq. 2"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1, neutral: 0, "The term's weight.")
        ],
        seams: ["objective"],
        purpose: "Calibration of every class, not only of the predicted one.",
        remarks: [
            "The means are over the batch: small batches make them noisy.",
            "The default is from memory; the paper stacks the term on cross-entropy or focal.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let difference = pass.probabilities - pass.targets
        let weighted = pass.weights.map { $0 * difference } ?? difference
        return context.hyperparameter("strength") * weighted.mean(over: [0]).absolute().mean()
    }
}
