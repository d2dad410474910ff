import Primitives
import TensorCore
import Training

/// Layers that do not learn, for as long as a schedule says.
struct FreezeLayers: GradientTransform, UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "freeze-layers", family: "gradient transforms",
        summary: "Keeps chosen layers as they are, or slows them down.",
        formula: "in the chosen layers: g ← (1 − s) g and w ← w + (1 − s)(step(w) − w)",
        citations: [
            "Yosinski, Clune, Bengio & Lipson 2014, How transferable are features in deep neural networks?, section 2",
            "Brock, Lim, Ritchie & Weston 2017, FreezeOut: accelerate training by progressively freezing layers",
        ],
        parameters: [
            ParameterDeclaration(
                "layers", .integers(-1000...1000, count: 1...1000), default: .integers([0]),
                "The layers' numbers from 0 at the inputs; −1 is the last, −2 the one before."),
            .hyperparameter(
                "strength", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
                "1 for frozen, 0 for free; a window of 1 freezes for a while."),
        ],
        seams: ["gradient", "update"],
        purpose:
            "Shows what a layer's learning is worth: frozen random features, fixed readouts, staged unfreezing.",
        remarks: [
            "A layer is a weight with all that follows it up to the next one (its bias, its norm) and what other methods "
                + "added to the weight (the lengths of weight normalisation).",
            "The gradient is scaled as well as the step, so that momentum gathers nothing and clipping by the global norm "
                + "sees the free layers only; between 0 and 1 plain SGD thus slows down by (1 − s)².",
            "Methods later in the stack that change parameters after the step can still move a frozen layer; put it last.",
        ])

    private let layers: [Int]

    init(arguments: Arguments) { layers = arguments.integers("layers") }

    func refusal(in composition: Composition) -> Diagnostic? {
        let count = ParameterLayout(composition.model.parameters).weights.count
        guard let wrong = layers.first(where: { $0 >= count || $0 < -count }) else { return nil }
        return Diagnostic(
            "there is no layer \(wrong) in a model with \(count) weights",
            remedy: "name layers from \(-count) to \(count - 1)")
    }

    /// 1 − s in the chosen layers, 1 elsewhere.
    private func pace(_ context: MethodContext) -> Tensor {
        let layout = context.layout
        let count = layout.weights.count
        let chosen = Set(layers.map { $0 < 0 ? $0 + count : $0 })
        var index = -1
        let mask = context.constant { _ in
            index += 1
            return chosen.contains(layout.layer(of: index)) ? 1 : 0
        }
        return 1 - context.hyperparameter("strength") * mask
    }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        pace(context) * objective.gradient(at: parameters)
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let pace = pace(context)
        // Free layers keep the bits of their step.
        return select(
            pace .== context.graph.scalar(1), updated, parameters + pace * (updated - parameters))
    }
}
