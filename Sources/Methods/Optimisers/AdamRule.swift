import Primitives
import TensorCore
import Training

/// The step that Adam and its descendants share.
enum AdamRule {
    static let parameters: [ParameterDeclaration] = [
        .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.001, "The step size."),
        .hyperparameter(
            "beta1", symbol: "β₁", in: .halfOpen(0, 1), default: 0.9, "Decay of the first moment."),
        .hyperparameter(
            "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.999, "Decay of the second moment."),
        .hyperparameter(
            "epsilon", symbol: "ε", in: .positive, default: 1e-8, "Added to the root of the second moment."),
    ]

    /// m̂ / (√v̂ + ε), and advances the moments.
    ///
    /// The bias corrections 1 − βᵗ are states c ← β c + (1 − β): exactly the weights that the moments have
    /// gathered, so that m/c is a weighted mean also where β follows a schedule.
    static func direction(_ gradient: Tensor, _ context: MethodContext) -> Tensor {
        let count = gradient.shape.count
        func average(_ name: String, _ value: Tensor, _ beta: Tensor) -> Tensor {
            let rest = 1 - beta
            let moment = (beta * context.state(name, count: count) + rest * value).flushingSubnormals()
            let weight = beta * context.state("\(name) weight", count: 1) + rest
            context.assign(moment, to: name)
            context.assign(weight, to: "\(name) weight")
            return moment * (1 / weight)
        }
        let first = average("first moment", gradient, context.hyperparameter("beta1"))
        let second = average("second moment", gradient.squared(), context.hyperparameter("beta2"))
        return first / (second.squareRoot() + context.hyperparameter("epsilon"))
    }
}
