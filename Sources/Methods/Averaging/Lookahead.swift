import Primitives
import TensorCore
import Training

/// Slow weights that follow the optimiser's every few steps, and fast ones that start anew from them.
struct Lookahead: AfterStep {
    static let declaration = ComponentDeclaration(
        id: "lookahead", family: "averaging",
        summary: "After every k steps goes back to a point between where they began and where they ended.",
        formula: "every k steps: φ ← φ + α (w − φ),  w ← φ",
        citations: [
            "Zhang, Lucas, Hinton & Ba 2019, Lookahead optimizer: k steps forward, 1 step back, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .openClosed(0, 1), default: 0.5, neutral: 1,
                "How far the slow weights follow; 1 changes nothing."),
            ParameterDeclaration(
                "steps", symbol: "k", .integer(1...1_000_000), default: .integer(5),
                "Steps of the optimiser per step of the slow weights."),
        ],
        seams: ["after step"],
        purpose: "Less variance and less tuning of the inner optimiser, whatever it is.",
        exclusive: ["running order of updates"],
        remarks: [
            "The optimiser keeps its moments when the weights go back, as in the paper's main experiments.",
            "What is evaluated are the fast weights; they are the slow ones after every k-th step.",
        ])

    private let steps: Int

    init(arguments: Arguments) { steps = arguments.integer("steps") }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        let slow = context.state("slow", [context.layout.count], start: .parameters)
        let count = context.state("steps", count: 1) + 1
        let isSync = count .== context.graph.scalar(Float(steps))
        let alpha = context.hyperparameter("alpha")
        // At α = 1 the slow weights are the fast ones, to the bit.
        let moved = select(context.isOn!, slow + alpha * (parameters - slow), parameters)
        context.assign(select(isSync, context.graph.scalar(0), count), to: "steps")
        context.assign(select(isSync, moved, slow), to: "slow")
        return select(isSync, moved, parameters)
    }
}
