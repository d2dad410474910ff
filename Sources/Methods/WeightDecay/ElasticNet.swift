import Primitives
import TensorCore
import Training

/// L1 and L2 penalties in a fixed proportion.
struct ElasticNet: Penalty, UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "elastic-net", family: "weight decay",
        summary: "Adds the weights' magnitudes and squares to the loss in a fixed proportion.",
        formula:
            "L + λ (ρ ‖w‖₁ + (1 − ρ)/2 ‖w‖²);  proximal: w ← S(w⁺, η λ ρ) / (1 + η λ (1 − ρ)),  S soft thresholding",
        citations: [
            "Zou & Hastie 2005, Regularization and variable selection via the elastic net",
            "Friedman, Hastie & Tibshirani 2010, Regularization paths for generalized linear models via coordinate "
                + "descent, eq. 2 (the parameterisation)",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "l1_ratio", symbol: "ρ", in: .closed(0, 1), default: 0.5,
                "The share of the L1 penalty: 0 is l2, 1 is l1."),
            PenaltyForm.declaration(.subgradient),
            DecayScope.declaration,
        ],
        seams: ["penalty", "update"],
        purpose: "Sparse weights that keep correlated inputs together.",
        remarks: [
            "The subgradient form makes no exact zeros; the proximal one does, and its penalty is not part of the "
                + "reported training loss."
        ])

    private let form: PenaltyForm
    private let scope: DecayScope

    init(arguments: Arguments) {
        form = PenaltyForm(arguments)
        scope = DecayScope(arguments)
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        guard form == .subgradient else { return context.graph.scalar(0) }
        let strength = context.hyperparameter("strength")
        let ratio = context.hyperparameter("l1_ratio")
        let decayed = scope(parameters, strength: strength, context)
        return strength * (ratio * decayed.absolute().sum() + (1 - ratio) * (0.5 * decayed.squared().sum()))
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        guard form == .proximal else { return updated }
        let step = context.learningRate * context.hyperparameter("strength")
        let ratio = context.hyperparameter("l1_ratio")
        let shrunk =
            PenaltyAlgebra.softThreshold(updated, step * ratio) * (1 / (1 + step * (1 - ratio)))
        return scope == .all ? shrunk : select(context.weightMask, shrunk, updated)
    }
}
