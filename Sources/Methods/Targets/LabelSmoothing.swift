import Primitives
import TensorCore
import Training

/// Targets mixed with the uniform distribution over classes.
struct LabelSmoothing: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "label-smoothing", family: "targets",
        summary: "Mixes the one-hot targets with the uniform distribution.",
        formula: "t ← (1 − ε) t + ε / K",
        citations: [
            "Szegedy, Vanhoucke, Ioffe, Shlens & Wojna 2016, Rethinking the Inception architecture for computer vision, "
                + "section 7"
        ],
        parameters: [
            .hyperparameter(
                "epsilon", symbol: "ε", in: .closed(0, 1), default: 0.1, neutral: 0,
                "The uniform distribution's share.")
        ],
        seams: ["batch"],
        purpose: "Overconfident classifiers and a few wrong labels.",
        remarks: ["The reported training loss is against the smoothed targets."],
        tasks: [.classification])

    static let changesInputs = false

    init(arguments: Arguments) {}

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let epsilon = context.hyperparameter("epsilon")
        var batch = batch
        batch.targets = (1 - epsilon) * batch.targets + epsilon / Float(batch.targets.shape[1])
        return batch
    }
}
