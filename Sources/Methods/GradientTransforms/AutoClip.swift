import Primitives
import TensorCore
import Training

/// Clipping at a percentile of the gradient norms so far.
struct AutoClip: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "autoclip", family: "gradient transforms",
        summary: "Clips the gradient's norm at a percentile of the norms seen so far.",
        formula: "g ← g · min(1, τ / ‖g‖₂),  τ the p-th percentile of ‖g‖₂ in this and the earlier steps",
        citations: [
            "Seetharaman, Wichern, Pardo & Le Roux 2020, AutoClip: adaptive gradient clipping for source separation "
                + "networks, eq. 2"
        ],
        parameters: [
            .hyperparameter(
                "percentile", symbol: "p", in: .closed(0, 100), default: 10, neutral: 100,
                "The percentile; at 100 nothing is clipped."),
            ParameterDeclaration(
                "window", .integer(1...100_000), default: .integer(1000),
                "How many steps are remembered."),
        ],
        seams: ["gradient"],
        purpose: "Gradient clipping without a threshold to tune: it follows the scale of the gradients.",
        remarks: [
            "The paper remembers every step; here the last `window` steps.",
            "Percentiles are interpolated linearly between norms, as NumPy's.",
        ])

    private let window: Int

    init(arguments: Arguments) { window = arguments.integer("window") }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let norm = slope.euclideanNorm()
        // Places not written yet are infinite, so that they stand after all norms.
        let old = context.state("norms", count: window, initial: .infinity)
        let place = context.state("place", count: 1)
        let count = context.state("count", count: 1)
        let numbers = context.graph.constant((0..<window).map(Float.init), [window])
        let norms = select(numbers .== place, norm, old)
        let known = minimum(count + 1, context.graph.scalar(Float(window)))
        context.assign(norms, to: "norms")
        context.assign(
            select(place .== context.graph.scalar(Float(window - 1)), context.graph.scalar(0), place + 1),
            to: "place")
        context.assign(known, to: "count")
        let rank = (known - 1).reshaped([]) * (context.hyperparameter("percentile") / 100)
        let below = numbers.orderStatistic(rank)
        let lower = norms.orderStatistic(below)
        let upper = norms.orderStatistic(minimum(below + 1, (known - 1).reshaped([])))
        return slope * GradientScale.limit(norm, lower + (upper - lower) * (rank - below))
    }
}
