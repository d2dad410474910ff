import Primitives
import TensorCore
import Training

/// The sum of the logarithms of the magnitudes, added to the objective.
struct ReweightedL1: Penalty {
    static let declaration = ComponentDeclaration(
        id: "reweighted-l1", family: "weight decay",
        summary: "Adds the logarithms of the weights' magnitudes to the loss: L1 with weights 1/(|w| + ε).",
        formula: "L + λ Σ ln(1 + |w|/ε),  so g ← g + λ sign(w) / (|w| + ε)",
        citations: [
            "Candès, Wakin & Boyd 2008, Enhancing sparsity by reweighted ℓ1 minimization, section 2.2 and eq. 9"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-6, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: 0.1, "The size below which it acts like L1."),
            DecayScope.declaration,
        ],
        seams: ["penalty"],
        purpose: "Sparser weights than L1 at the same shrinkage of the large ones.",
        remarks: [
            "The paper solves a weighted L1 problem at a time; here the weights are renewed in every step, which is "
                + "gradient descent on the logarithm.",
            "A subgradient method makes no exact zeros.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("strength")
        let magnitudes = scope(parameters, strength: strength, context).absolute()
        return strength * (magnitudes / context.hyperparameter("epsilon")).logarithmOfOnePlus().sum()
    }
}
