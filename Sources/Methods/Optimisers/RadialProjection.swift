import Primitives
import TensorCore
import Training

/// What AdamP and SGDP add: where weights look scale-invariant, steps lose their radial part.
struct RadialProjection {
    private let isNesterov: Bool
    private let decay: OwnDecay

    static let parameters: [ParameterDeclaration] =
        [
            .hyperparameter(
                "delta", symbol: "δ", in: .nonNegative, default: 0.1,
                "How small a cosine between weight and gradient, times √n, counts as scale-invariant; 0 for never."
            ),
            .hyperparameter(
                "decay_ratio", in: .closed(0, 1), default: 0.1,
                "Factor of the decay where steps are projected."),
            ParameterDeclaration(
                "nesterov", .boolean, default: .boolean(false),
                "Whether the step looks ahead along the momentum."),
        ] + OwnDecay.declarations(default: 0)

    static let remarks = [
        "Looked for unit by unit (columns of a weight), else for the tensor as a whole; in weights only. The decision "
            + "is per tensor: all its cosines are small, or none is projected.",
        "In a network without normalisation the detector should stay off; it may not where gradients are nearly "
            + "orthogonal to weights by chance.",
    ]

    init(_ arguments: Arguments) {
        isNesterov = arguments.boolean("nesterov")
        decay = OwnDecay(arguments)
    }

    /// The momentum, or where it will be.
    func ahead(_ momentum: Tensor, _ nesterov: Tensor) -> Tensor { isNesterov ? nesterov : momentum }

    /// The parameters after a step of η times `direction`, projected, and decay of η `decayFactor` λ.
    func step(
        _ parameters: Tensor, _ direction: Tensor, gradient: Tensor, decayFactor: Tensor,
        _ context: MethodContext
    ) -> Tensor {
        let slopes = context.tensors(of: gradient)
        let steps = context.tensors(of: direction)
        var ratios: [Tensor] = []
        var projected: [Tensor] = []
        for (weight, (slope, step)) in zip(context.tensors(of: parameters), zip(slopes, steps)) {
            let (ratio, value) = project(weight, slope, step, context)
            ratios.append(ratio)
            projected.append(value.reshaped([value.shape.count]))
        }
        let rate = context.learningRate
        let shrunk = decayFactor * context.spread(ratios) * decay(parameters, context)
        return parameters - rate * concatenate(projected, axis: 0) - rate * shrunk
    }

    private func project(
        _ weight: LayoutTensor, _ slope: LayoutTensor, _ step: LayoutTensor, _ context: MethodContext
    ) -> (ratio: Tensor, step: Tensor) {
        let one = context.graph.scalar(1)
        guard weight.specification.shape.rank > 1 else { return (one, step.value) }
        let (w, g, u) = (weight.matrix, slope.matrix, step.matrix)
        /// Whether all cosines over `axes` are small, and the step without its part along the weight.
        func view(_ axes: [Int]) -> (isRadial: Tensor, step: Tensor) {
            func sum(_ x: Tensor) -> Tensor { x.sum(over: axes, keepingAxes: true) }
            let length = sum(w.squared()).squareRoot()
            let cosine = sum(w * g).absolute() / (length * sum(g.squared()).squareRoot() + 1e-8)
            let count = Float(w.shape.count / cosine.shape.count)
            let largest = cosine.maximum(over: [0, 1])
            let unit = w / (length + 1e-8)
            let isRadial = context.hyperparameter("delta") / count.squareRoot() .> largest
            return (isRadial.reshaped([]), u - unit * sum(unit * u))
        }
        let (units, whole) = (view([0]), view([0, 1]))
        let isAny = maximum(units.isRadial, whole.isRadial)
        return (
            select(isAny, context.hyperparameter("decay_ratio"), one),
            select(units.isRadial, units.step, select(whole.isRadial, whole.step, u))
        )
    }
}

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

/// SGD with momentum whose steps do not lengthen scale-invariant weights.
struct SGDP: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sgdp", family: "optimisers",
        summary: "SGD with momentum without the radial part of its steps, where weights are scale-invariant.",
        formula:
            "v ← μ v + g;  u ← v − ŵ (ŵ·v), ŵ = w/‖w‖, where maxᵢ |cos(wᵢ, gᵢ)| < δ/√n;  w ← w − η (u + λ/(1−μ) w)",
        citations: [
            "Heo, Chun, Oh, Han, Yun, Kim, Uh & Ha 2021, AdamP: slowing down the slowdown for momentum optimizers on "
                + "scale-invariant weights, algorithm 1 and eqs. 10 to 12"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.1, "The step size."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.9, "How much of the velocity stays."),
        ] + RadialProjection.parameters,
        isOptimizer: true, seams: ["update"],
        purpose:
            "Networks with normalisation layers, where momentum lengthens weights and so lowers the effective rate.",
        remarks: RadialProjection.remarks + [
            "The decay is divided by 1 − μ, as in the authors' code."
        ])

    private let projection: RadialProjection

    init(arguments: Arguments) { projection = RadialProjection(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let momentum = context.hyperparameter("momentum")
        let velocity = (momentum * context.state("velocity", count: parameters.shape.count) + gradient)
            .flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return projection.step(
            parameters, projection.ahead(velocity, gradient + momentum * velocity), gradient: gradient,
            decayFactor: 1 / (1 - momentum), context)
    }
}
