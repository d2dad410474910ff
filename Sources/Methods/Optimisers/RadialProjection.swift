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
