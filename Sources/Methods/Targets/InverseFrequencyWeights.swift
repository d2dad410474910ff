import Primitives
import TensorCore
import Training

/// Class weights by a power of the inverse share.
struct InverseFrequencyWeights: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "inverse-frequency-weights", family: "targets",
        summary: "Weighs classes by a power of the inverse of their share.",
        formula: "w_k = π_k^{−e} / Σ_j π_j^{1−e}",
        citations: [
            "King & Zeng 2001, Logistic regression in rare events data, section 4.2 (weighting)",
            "Huang, Li, Loy & Tang 2016, Learning deep representation for imbalanced classification",
        ],
        parameters: [
            .hyperparameter(
                "exponent", symbol: "e", in: .nonNegative, default: 1, neutral: 0,
                "1 lets all classes count the same, 0.5 is the inverse square root.")
        ],
        seams: ["batch"],
        purpose: "Class imbalance, when the error averaged over classes matters.",
        exclusive: [TargetRole.classWeights],
        remarks: [
            "The weights are 1 on average over the training rows.",
            "An absent class counts as one of one row.",
        ],
        tasks: [.classification])

    static let changesInputs = false

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let exponent = context.hyperparameter("exponent")
        let logShares = context.logClassShares
        let weights = (-exponent * logShares).exponential()
        let mean = ((1 - exponent) * logShares).exponential().sumOverLastAxis()
        return ClassWeighting.weigh(batch, by: weights / mean)
    }
}
