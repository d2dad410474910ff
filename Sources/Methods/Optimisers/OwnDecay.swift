import Primitives
import TensorCore
import Training

/// The decoupled decay that an optimiser's own paper defines.
struct OwnDecay {
    private let scope: DecayScope

    static func declarations(default value: Double) -> [ParameterDeclaration] {
        [
            .hyperparameter(
                "weight_decay", symbol: "λ", in: .nonNegative, default: value,
                "The decay per unit of learning rate."),
            DecayScope.declaration,
        ]
    }

    init(_ arguments: Arguments) { scope = DecayScope(arguments) }

    /// λ w where it applies, 0 elsewhere.
    func callAsFunction(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("weight_decay")
        return strength * scope(parameters, strength: strength, context)
    }

    /// λ where it applies, 0 elsewhere; as long as the flat vector.
    func strengths(_ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("weight_decay")
        let ones = context.graph.scalar(1).broadcast(to: [context.layout.count])
        return strength * scope(ones, strength: strength, context)
    }
}
