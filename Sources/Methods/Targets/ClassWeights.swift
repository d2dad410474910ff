import Primitives
import TensorCore
import Training

/// What the rows of a class count.
enum ClassWeighting {
    /// The batch in which class k counts `weights`[k] times, for every loss that is linear in the targets.
    ///
    /// A soft target becomes t ∘ w over its sum, and the row counts that sum: the loss is Σ_k w_k t_k l_k.
    static func weigh(_ batch: Batch, by weights: Tensor) -> Batch {
        var batch = batch
        let weighted = batch.targets * weights
        let total = weighted.sumOverLastAxis()
        batch.targets = weighted / total
        batch.weights = batch.weights.map { $0 * total } ?? total
        return batch
    }
}

/// Class weights by the effective number of rows.
struct ClassBalanced: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "class-balanced", family: "targets",
        summary: "Weighs classes by the inverse of their effective number of rows.",
        formula: "w_k ∝ (1 − β) / (1 − β^{n_k}),  Σ_k w_k = K",
        citations: [
            "Cui, Jia, Lin, Song & Belongie 2019, Class-balanced loss based on effective number of samples, eqs. 2 and 12"
        ],
        parameters: [
            .hyperparameter(
                "beta", symbol: "β", in: .halfOpen(0, 1), default: 0.9999, neutral: 0,
                "0 weighs rows alike, towards 1 classes.")
        ],
        seams: ["batch"],
        purpose: "Class imbalance.",
        exclusive: [TargetRole.classWeights],
        remarks: [
            "Deferred re-weighting (DRW, Cao et al. 2019) is a beta that is 0 until late in the fit: a window schedule.",
            "The weights sum to the number of classes, as in the paper; their mean over rows is below 1.",
            "The sum over a batch is divided by its rows; PyTorch's weighted loss divides by the weights in the batch.",
            "n_k are the training rows of class k, at least 1.",
        ],
        tasks: [.classification])

    static let changesInputs = false

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        // 1 − β^n through the logarithm, without cancellation for β near 1.
        let logBeta = (context.hyperparameter("beta") - 1).logarithmOfOnePlus()
        let inverse = 1 / (logBeta * context.classCounts).oneMinusExponential()
        let weights = Float(context.targetWidth) * inverse / inverse.sumOverLastAxis()
        return ClassWeighting.weigh(batch, by: weights)
    }
}

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
