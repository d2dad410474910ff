import Primitives
import TensorCore
import Training

/// Cross-entropy after the noise of the labels was applied to the prediction.
struct ForwardCorrection: RowLoss {
    static let declaration = ComponentDeclaration(
        id: "forward-correction", family: "targets",
        summary: "Compares the given label with the prediction as symmetric label noise would change it.",
        formula: "−Σ_k t_k log p̃_k,  p̃ = Tᵀ p = (1 − ε) p + ε (1 − p) / (K − 1)",
        citations: [
            "Patrini, Rozza, Menon, Nock & Qu 2017, Making deep neural networks robust to label noise: a loss correction "
                + "approach, theorem 2"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "ε", in: .halfOpen(0, 1), default: 0.2, neutral: 0,
                "The probability that a label is wrong, all other classes equally likely.")
        ],
        seams: ["loss"], purpose: "Label noise whose rate is known.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "The noise matrix is symmetric; the paper estimates any matrix. The default rate is a guess: give your own.",
            "The outputs remain the prediction of clean labels.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let rate = context.hyperparameter("rate")
        let p = pass.probabilities
        let others = Float(max(1, context.targetWidth - 1))
        let noisy = (1 - rate) * p + rate * (1 - p) / others
        return -(pass.targets * noisy.logarithm())
    }
}
