import Primitives
import TensorCore
import Training

/// What the schedule-free optimisers share: gradients at y, steps of z, an average x that is evaluated.
struct ScheduleFreeRule {
    private let decay: OwnDecay

    static let formula =
        "y = (1−β) z + β x;  z ← z − η (d + λ y), d from the gradient at y;  x ← (1−c) x + c z, c = η̂²/Σ η̂², η̂ the "
        + "largest rate so far;  x is evaluated"
    static let citations = [
        "Defazio, Yang, Mehta, Mishchenko, Khaled & Cutkosky 2024, The road less scheduled, eqs. 3 to 5 and algorithm 1"
    ]
    static let remarks = [
        "What is stored is y, where gradients are taken; what is evaluated is x. The trained y itself is no good network.",
        "A warm-up belongs into the schedule of the learning rate; decreasing it is what the method makes needless.",
        "What other methods do to the parameters after the step moves y, and x with it.",
    ]

    init(_ arguments: Arguments) { decay = OwnDecay(arguments) }

    /// The next y for a step along `direction`; `beta` mixes z and x.
    func step(_ parameters: Tensor, _ direction: Tensor, _ beta: Tensor, _ context: MethodContext) -> Tensor {
        let rate = context.learningRate
        let old = context.state("sequence", [parameters.shape.count], start: .parameters)
        // y was made with the β of the step before; at first y and x are the same.
        let average = Self.average(parameters, old, context.state("mixing", count: 1, initial: 1))
        context.assign(beta.reshaped([1]), to: "mixing")
        let new = old - rate * (direction + decay(parameters, context))
        let highest = maximum(context.state("highest rate", count: 1), rate.reshaped([1]))
        let weight = highest.squared()
        let total = context.state("total weight", count: 1) + weight
        context.assign(new, to: "sequence")
        context.assign(highest, to: "highest rate")
        context.assign(total, to: "total weight")
        let zero = context.graph.scalar(0)
        let share = select(total .> zero, weight / total, zero)
        return (1 - beta) * new + beta * ((1 - share) * average + share * new)
    }

    /// x.
    func evaluated(_ parameters: Tensor, _ beta: Tensor, _ context: MethodContext) -> Tensor {
        Self.average(
            parameters, context.state("sequence", [parameters.shape.count], start: .parameters), beta)
    }

    private static func average(_ y: Tensor, _ z: Tensor, _ beta: Tensor) -> Tensor {
        (y - (1 - beta) * z) / beta
    }
}
