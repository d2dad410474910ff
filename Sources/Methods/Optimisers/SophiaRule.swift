import Primitives
import TensorCore
import Training

/// What both forms of Sophia share: a clipped step by a diagonal of the Hessian.
struct SophiaRule {
    let period: Int
    private let decay: OwnDecay

    static let formula =
        "m ← β₁ m + (1−β₁) g;  every k steps h ← β₂ h + (1−β₂) ĥ;  w ← (1−ηλ) w − η clip(m / max(γ h, ε), ±1)"
    static let citations = [
        "Liu, Li, Hall, Liang & Ma 2024, Sophia: a scalable stochastic second-order optimizer for language model "
            + "pre-training, algorithms 1 to 3"
    ]
    static let remarks = [
        "Where h is small or negative the step is the sign of m, at the rate η. γ decides how often.",
        "h has no bias correction. The defaults of γ, λ and k are from memory of the paper; the authors' code differs in how "
            + "it bounds the divisor.",
    ]

    static func parameters(gamma: Double) -> [ParameterDeclaration] {
        [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 1e-3, "The step size."),
            .hyperparameter(
                "beta1", symbol: "β₁", in: .halfOpen(0, 1), default: 0.96, "Decay of the first moment."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.99, "Decay of the Hessian's diagonal."),
            .hyperparameter(
                "gamma", symbol: "γ", in: .positive, default: gamma,
                "Factor of the diagonal: less clips more."),
            .hyperparameter("epsilon", symbol: "ε", in: .positive, default: 1e-12, "The least divisor."),
            ParameterDeclaration(
                "period", symbol: "k", .integer(1...1_000_000), default: .integer(10),
                "Every how many steps the diagonal is estimated."),
        ] + OwnDecay.declarations(default: 0.1)
    }

    init(_ arguments: Arguments) {
        period = arguments.integer("period")
        decay = OwnDecay(arguments)
    }

    /// The parameters after the step; `estimate` is asked in active steps only.
    func step(
        _ parameters: Tensor, _ gradient: Tensor, _ context: MethodContext, estimate: () -> Tensor
    ) -> Tensor {
        let first = Moments.average("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let diagonal: Tensor
        if context.isActiveStep {
            diagonal = Moments.average("diagonal", of: estimate(), context.hyperparameter("beta2"), context)
        } else {
            diagonal = context.state("diagonal", count: parameters.shape.count)
        }
        let divisor = maximum(context.hyperparameter("gamma") * diagonal, context.hyperparameter("epsilon"))
        let one = context.graph.scalar(1)
        let clipped = maximum(minimum(first / divisor, one), -one)
        return parameters - context.learningRate * (clipped + decay(parameters, context))
    }
}
