import Primitives
import TensorCore
import Training

/// Adam with decoupled weight decay.
struct AdamW: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adamw", family: "optimisers", summary: "Adam with weight decay that bypasses the moments.",
        formula: "w ← w − η (m̂ / (√v̂ + ε) + λ w);  independent: η / η_max before λ w",
        citations: ["Loshchilov & Hutter 2019, Decoupled weight decay regularization, algorithm 2"],
        parameters: AdamRule.parameters + [
            .hyperparameter(
                "weight_decay", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0,
                "The decay per unit of learning rate; with independent coupling, the decay per step at the largest rate."
            ),
            DecayCoupling.declaration,
            DecayScope.declaration,
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adam where weights should shrink at the same rate whatever their gradients are.",
        remarks: [
            "By default the decay is multiplied by the learning rate η, as in PyTorch. The paper multiplies it by the "
                + "schedule alone: that is the independent coupling, whose λ is η_max times smaller."
        ])

    private let coupling: DecayCoupling
    private let scope: DecayScope

    init(arguments: Arguments) {
        coupling = DecayCoupling(arguments)
        scope = DecayScope(arguments)
    }

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let stepped = parameters - context.learningRate * AdamRule.direction(gradient, context)
        let strength = context.hyperparameter("weight_decay")
        return stepped - coupling.factor(context) * strength * scope(parameters, strength: strength, context)
    }
}
