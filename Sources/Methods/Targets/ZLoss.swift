import Primitives
import TensorCore
import Training

/// A penalty on the softmax's normaliser.
struct ZLoss: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "z-loss", family: "targets",
        summary: "Penalises the squared logarithm of the softmax's normaliser.",
        formula: "L + λ mean_i (log Z_i)²,  Z = Σ_k e^{z_k}",
        citations: [
            "Chowdhery et al. 2022, PaLM: scaling language modeling with pathways, section 5 (auxiliary loss)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight.")
        ],
        seams: ["objective"],
        purpose: "Keeps the logits from drifting all together, which the softmax does not see.",
        remarks: ["The reported training loss contains the term."],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength") * pass.meanOverRows(pass.outputs.logSumExponentials().squared())
    }
}
