import Primitives
import TensorCore
import Training

/// The running averages and small functions that optimisers share.
enum Moments {
    /// m ← β m + (1−β) x, kept as the state `name`.
    static func average(_ name: String, of value: Tensor, _ beta: Tensor, _ context: MethodContext) -> Tensor
    {
        let state = context.state(name, value.shape, start: .filled(.constant(0)))
        let moment = (beta * state + (1 - beta) * value).flushingSubnormals()
        context.assign(moment, to: name)
        return moment
    }

    /// The weight that such an average has gathered: c ← β c + (1−β), 1 − βᵗ for a constant β.
    static func weight(_ name: String, _ beta: Tensor, _ context: MethodContext) -> Tensor {
        let weight = beta * context.state("\(name) weight", count: 1) + (1 - beta)
        context.assign(weight, to: "\(name) weight")
        return weight
    }

    /// The average over its weight: a weighted mean also where β follows a schedule.
    static func corrected(_ name: String, of value: Tensor, _ beta: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let moment = average(name, of: value, beta, context)
        return moment * (1 / weight(name, beta, context))
    }

    /// The value that was given in the step before, 0 in the first; keeps `value` for the next.
    static func previous(_ name: String, _ value: Tensor, _ context: MethodContext) -> Tensor {
        let state = context.state(name, value.shape, start: .filled(.constant(0)))
        context.assign(value, to: name)
        return state
    }

    /// The number of this step of the optimiser, from 1; it is not asked in every step of a fit where gradients are
    /// accumulated.
    static func time(_ context: MethodContext) -> Tensor {
        let time = context.state("steps", count: 1).reshaped([]) + 1
        context.assign(time, to: "steps")
        return time
    }

    /// 1 in the optimiser's first step, else 0.
    static func isFirst(_ context: MethodContext) -> Tensor { time(context) .== context.graph.scalar(1) }

    /// 1, 0 or −1.
    static func sign(_ x: Tensor) -> Tensor {
        let zero = x.graph.scalar(0)
        return (x .> zero) - (zero .> x)
    }

    /// A number per tensor of the flat vector, spread over the tensor's elements.
    static func perTensor(_ flat: Tensor, _ context: MethodContext, _ scalar: (LayoutTensor) -> Tensor)
        -> Tensor
    {
        context.spread(context.tensors(of: flat).map(scalar))
    }

    /// √(mean of x²), a scalar.
    static func rootMeanSquare(_ x: Tensor) -> Tensor { x.squared().mean().squareRoot() }
}
