import Primitives
import TensorCore
import Training

/// Adam whose steps do not lengthen scale-invariant weights.
struct AdamP: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adamp", family: "optimisers",
        summary: "Adam without the radial part of its steps, where weights are scale-invariant.",
        formula:
            "u = m̂/(√v̂ + ε);  u ← u − ŵ (ŵ·u), ŵ = w/‖w‖, where maxᵢ |cos(wᵢ, gᵢ)| < δ/√n;  w ← w − η (u + λ w)",
        citations: [
            "Heo, Chun, Oh, Han, Yun, Kim, Uh & Ha 2021, AdamP: slowing down the slowdown for momentum optimizers on "
                + "scale-invariant weights, algorithm 2 and eqs. 10 to 12"
        ],
        parameters: AdamRule.parameters + RadialProjection.parameters, isOptimizer: true, seams: ["update"],
        purpose:
            "Networks with normalisation layers, where momentum lengthens weights and so lowers the effective rate.",
        remarks: RadialProjection.remarks)

    private let projection: RadialProjection

    init(arguments: Arguments) { projection = RadialProjection(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (beta1, beta2) = (context.hyperparameter("beta1"), context.hyperparameter("beta2"))
        let momentum = Moments.average("first moment", of: gradient, beta1, context)
        let ahead = projection.ahead(momentum, beta1 * momentum + (1 - beta1) * gradient)
        let second = Moments.corrected("second moment", of: gradient.squared(), beta2, context)
        let direction =
            ahead * (1 / Moments.weight("first moment", beta1, context)) / AdamRule.root(second, context)
        return projection.step(
            parameters, direction, gradient: gradient, decayFactor: context.graph.scalar(1), context)
    }
}
