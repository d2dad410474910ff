import Primitives
import TensorCore
import Training

/// Cross-entropy on a softmax whose exponential is replaced by a function that cannot overflow.
struct StableMax: ReplacingLoss, OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "stablemax", family: "targets",
        summary: "Replaces the exponential of the softmax by a function that grows linearly.",
        formula: "−Σ_k t_k log(s(z_k) / Σ_j s(z_j)),  s(x) = x + 1 for x ≥ 0, 1 / (1 − x) for x < 0",
        citations: [
            "Prieto, Barsbey, Mediano & Birdal 2025, Grokking at the edge of numerical stability, section 4 (StableMax)"
        ],
        parameters: [.share],
        seams: ["loss", "outputs"],
        purpose:
            "Long training far beyond zero training error, where a softmax in single precision stops learning.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "In evaluation the outputs are log s(z), so that the metrics' softmax gives StableMax's probabilities.",
            "The authors compute the loss in double precision; here it is single.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    /// log s(x); what a branch does not select is kept finite, for the gradient's sake.
    private func logScore(_ x: Tensor) -> Tensor {
        let zero = x.graph.scalar(0)
        return x.positivePart().logarithmOfOnePlus() - (-minimum(x, zero)).logarithmOfOnePlus()
    }

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        -(pass.targets * logScore(pass.outputs).logSoftmax())
    }

    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor { logScore(inner(inputs)) }
}
