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

    /// How many steps the optimiser has made before this one.
    ///
    /// Those of the fit, except where a method of the stack collects several batches for a step.
    static func stepsBefore(_ context: MethodContext) -> Tensor {
        let count = context.state("steps made", count: 1)
        context.assign(count + 1, to: "steps made")
        return count.reshaped([])
    }

    /// The number of this step, from 1.
    static func time(_ context: MethodContext) -> Tensor { stepsBefore(context) + 1 }

    /// 1 in the optimiser's first step, else 0.
    static func isFirst(_ context: MethodContext) -> Tensor {
        stepsBefore(context) .== context.graph.scalar(0)
    }

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
}

/// Whether a method follows its paper or the code that everyone runs, where they differ.
enum Variant: String, CaseIterable {
    /// The formula in the paper.
    case paper
    /// What the code does.
    case code

    static func declaration(_ summary: String) -> ParameterDeclaration {
        ParameterDeclaration(
            "variant", .choice(allCases.map(\.rawValue)), default: .text(paper.rawValue), summary)
    }

    init(_ arguments: Arguments) { self = Variant(rawValue: arguments.text("variant"))! }
}

extension OwnDecay {
    /// λ where it applies, 0 elsewhere; as long as the flat vector.
    func strengths(_ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("weight_decay")
        let ones = context.graph.scalar(1).broadcast(to: [context.layout.count])
        return strength * scope(ones, strength: strength, context)
    }
}
