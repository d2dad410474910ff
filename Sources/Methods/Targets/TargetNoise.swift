import Primitives
import TensorCore
import Training

/// Gaussian noise on the targets of a regression.
struct TargetNoise: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "target-noise", family: "targets",
        summary: "Adds fresh Gaussian noise to the targets of every batch.",
        formula: "y ← y + σ ε,  ε ~ N(0, 1)",
        citations: [
            "An 1996, The effects of adding noise during backpropagation training on a generalization performance",
            "HaoChen, Wei, Lee & Ma 2021, Shape matters: understanding the implicit bias of the noise covariance",
        ],
        parameters: [
            .hyperparameter(
                "sigma", symbol: "σ", in: .nonNegative, default: 0.1, neutral: 0,
                "The noise's standard deviation, in standard deviations of the target.")
        ],
        seams: ["batch"],
        purpose: "Label-noise gradient descent, whose noise prefers flat or sparse solutions.",
        remarks: ["The reported training loss is against the noisy targets."],
        tasks: [.regression])

    static let changesInputs = false

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        var batch = batch
        let noise = context.graph.normal(batch.targets.shape, stream: context.stream("noise"))
        batch.targets = batch.targets + context.hyperparameter("sigma") * noise
        return batch
    }
}
