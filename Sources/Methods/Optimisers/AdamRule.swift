import Primitives
import TensorCore
import Training

/// The step that Adam and its descendants share.
enum AdamRule {
    static let parameters = parameters()

    /// Adam's parameters with defaults of a descendant.
    static func parameters(
        learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
    ) -> [ParameterDeclaration] {
        [
            .hyperparameter(
                "learning_rate", symbol: "η", in: .nonNegative, default: learningRate, "The step size."),
            .hyperparameter(
                "beta1", symbol: "β₁", in: .halfOpen(0, 1), default: beta1, "Decay of the first moment."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: beta2, "Decay of the second moment."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: epsilon,
                "Added to the root of the second moment."),
        ]
    }

    /// m̂ and v̂, and advances the moments.
    ///
    /// The bias corrections 1 − βᵗ are states c ← β c + (1 − β): exactly the weights that the moments have
    /// gathered, so that m/c is a weighted mean also where β follows a schedule.
    static func moments(_ gradient: Tensor, _ context: MethodContext) -> (first: Tensor, second: Tensor) {
        let first = Moments.corrected("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let second = Moments.corrected(
            "second moment", of: gradient.squared(), context.hyperparameter("beta2"), context)
        return (first, second)
    }

    /// √v + ε.
    static func root(_ second: Tensor, _ context: MethodContext) -> Tensor {
        second.squareRoot() + context.hyperparameter("epsilon")
    }

    /// m̂ / (√v̂ + ε), and advances the moments.
    static func direction(_ gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (first, second) = moments(gradient, context)
        return first / root(second, context)
    }
}
