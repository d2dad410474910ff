import Primitives
import TensorCore
import Training

/// Cross-entropy that counts well-classified rows less.
struct FocalLoss: RowLoss {
    static let declaration = ComponentDeclaration(
        id: "focal", family: "targets",
        summary: "Weighs the cross-entropy of a row down as its class becomes probable.",
        formula: "−Σ_k t_k (1 − p_k)^γ log p_k",
        citations: [
            "Lin, Goyal, Girshick, He & Dollár 2017, Focal loss for dense object detection, eq. 4",
            "Mukhoti, Kulharia, Sanyal, Golodetz, Torr & Dokania 2020, Calibrating deep neural networks using focal loss",
        ],
        parameters: [
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 2, neutral: 0,
                "The focusing parameter: how fast easy rows lose weight.")
        ],
        seams: ["loss"],
        purpose: "Class imbalance with many easy rows; also calibration, because it keeps entropy up.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "The balancing factor α of the paper is a class weight: stack class-balanced or inverse-frequency-weights.",
            "Soft targets: the expectation of the loss over classes.",
            "1 − p is held above 1e-7, so that γ < 1 has a finite slope at p = 1.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let factor = (1 - pass.probabilities).atLeast(1e-7).power(context.hyperparameter("gamma"))
        return factor * pass.plainTerms
    }
}
