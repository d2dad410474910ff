import Primitives
import TensorCore
import Training

/// Cross-entropy on logits of constant norm.
struct LogitNormalization: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "logit-normalization", family: "targets",
        summary:
            "LogitNorm: takes the loss on logits of constant norm, so that confidence cannot grow by scale.",
        formula: "L(z / (τ ‖z‖), t)",
        citations: [
            "Wei, Xie, Cheng, Feng, An & Li 2022, Mitigating neural network overconfidence with logit normalization, "
                + "eq. 5"
        ],
        parameters: [
            .hyperparameter(
                "temperature", symbol: "τ", in: .positive, default: 0.04,
                "The temperature of the normalised logits."),
            .share,
        ],
        seams: ["loss"],
        purpose: "Overconfidence, above all on inputs from elsewhere.",
        remarks: [
            "In evaluation the outputs are the raw logits, as in the paper; their scale is not that of the loss.",
            "The default temperature is that of the paper's experiments on CIFAR-10.",
            "‖z‖ is √(Σ z² + 1e-14): the authors add 1e-7 to the norm.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let share = context.hyperparameter("share")
        let norm = (pass.outputs.squared().sumOverLastAxis() + 1e-14).squareRoot()
        let normalised = pass.outputs * (1 / (context.hyperparameter("temperature") * norm))
        return share * inner(pass.with(outputs: normalised)) + (1 - share) * inner(pass)
    }
}
