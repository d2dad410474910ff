import Primitives
import TensorCore
import Training

/// Weights of each unit, or of each layer, held on a sphere.
struct HypersphericalProjection: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "hyperspherical-projection", family: "weight decay",
        summary: "Puts the weights of each unit (or layer) back on a sphere after every step.",
        formula: "w ← r w / ‖w‖₂ after the optimiser's step",
        citations: [
            "Kodryan, Lobacheva, Nakhodnov & Vetrov 2022, Training scale-invariant neural networks on the sphere can "
                + "happen in three regimes, section 3",
            "Loshchilov, Hsieh, Sun & Ginsburg 2025, nGPT: normalized transformer with representation learning on the "
                + "hypersphere, section 2.6",
        ],
        parameters: [
            .hyperparameter(
                "radius", symbol: "r", in: .nonNegative, default: 1, neutral: 0,
                "The radius of the sphere; 0 is no projection."),
            ParameterDeclaration(
                "granularity", .choice(["unit", "layer"]), default: .text("unit"),
                "What has that norm: the incoming weights of each unit, or each weight matrix."),
            WeightScope.declarationWithoutNone(default: .hidden),
        ],
        seams: ["update"],
        purpose: "Fixes the effective learning rate of scale-invariant weights, and the scale of others.",
        exclusive: ["weight scale"],
        remarks: [
            "The first step is taken from weights as they were drawn; projections begin after it.",
            "Under a norm that makes a weight scale-invariant the function of the network does not change. Elsewhere it "
                + "does: logits are bounded where the output's weights are projected too.",
            "nGPT also normalises activations and has learnt scales; those are parts of its architecture and not here.",
        ])

    private let scope: WeightScope
    private let perUnit: Bool

    init(arguments: Arguments) {
        scope = WeightScope(arguments)
        perUnit = arguments.text("granularity") == "unit"
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let radius = context.hyperparameter("radius")
        return context.mapTensors(of: updated) { tensor in
            guard scope.acts(on: tensor.index, of: context.layout) else { return tensor.value }
            let matrix = tensor.matrix
            let norm = perUnit ? UnitStatistics.norms(of: matrix) : matrix.euclideanNorm()
            // What is 0 throughout has no direction and stays where it is.
            return matrix * (radius / PenaltyAlgebra.nonZero(norm))
        }
    }
}
