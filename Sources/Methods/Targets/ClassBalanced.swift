import Primitives
import TensorCore
import Training

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
