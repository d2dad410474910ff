import Primitives
import TensorCore
import Training

/// LAWN: layers' norms frozen after a free phase.
struct LogitAttenuatingWeightNormalization: GradientTransform, UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "lawn", family: "weight decay",
        summary: "After some free epochs, holds the norm of each layer's weights at what it has become.",
        formula:
            "from epoch E_free on:  g ← g − (⟨g, w⟩ / ‖w‖²) w per layer;  w ← c w / ‖w‖ after the step,  c the norm "
            + "that the free phase reached",
        citations: [
            "Gupta, Ramanath, Shi, Ramachandran, Zhou, Zhou & Keerthi 2021, Logit attenuating weight normalization"
        ],
        parameters: [
            ParameterDeclaration(
                "free_epochs", symbol: "E_free", .integer(0...1_000_000), default: .integer(1),
                neutral: .absent, optional: true,
                "Epochs without constraint; none: all of them, so that the method does nothing.")
        ],
        seams: ["gradient", "update"],
        purpose:
            "Keeps logits and the loss from running away, so that training stays adaptive; for large batches and "
            + "adaptive optimisers above all.",
        exclusive: ["weight scale"],
        remarks: [
            "Layers are those of the final homogeneous sub-network: the weights after the last norm, all of them where "
                + "there is none. Biases are free.",
            "The radial part leaves the gradient before the optimiser sees it. Momentum gathered earlier is not projected; "
                + "the rescaling takes back what it does to the norm.",
            "Use without weight decay. The warm-up of the second phase is a schedule of the learning rate.",
            "After descriptions of the paper; its algorithm boxes were not at hand. How many epochs are free is tuned "
                + "there; the default is ours.",
        ])

    private let freeEpochs: Int?

    init(arguments: Arguments) { freeEpochs = arguments.optionalInteger("free_epochs") }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard freeEpochs == 0 else { return nil }
        let layout = ParameterLayout(composition.model.parameters)
        for weight in Self.constrained(layout).sorted().map({ layout.specifications[$0] })
        where weight.startsAtZero {
            return Diagnostic(
                "the weight \(weight.name) starts at 0, and would be held at that norm",
                remedy: "set free_epochs to 1 or more, or give the model another initialization")
        }
        return nil
    }

    /// The places of the weights after the last gain of a norm.
    private static func constrained(_ layout: ParameterLayout) -> Set<Int> {
        let last = layout.specifications.lastIndex { $0.role == .gain } ?? -1
        return Set(layout.weights.filter { $0 > last })
    }

    /// 1 from epoch `free` on.
    private func isOn(_ free: Int, _ context: MethodContext) -> Tensor {
        context.clock(.epoch) .> context.graph.scalar(Float(free) - 0.5)
    }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        guard let freeEpochs else { return slope }
        let layers = Self.constrained(context.layout)
        let isOn = isOn(freeEpochs, context)
        let slopes = context.tensors(of: slope)
        return context.mapTensors(of: parameters) { tensor in
            let slope = slopes[tensor.index].value
            guard layers.contains(tensor.index) else { return slope }
            let weight = tensor.value
            let radial = (slope * weight).sum() / PenaltyAlgebra.nonZero(weight.squared().sum())
            return select(isOn, slope - radial * weight, slope)
        }
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        guard let freeEpochs else { return updated }
        let layers = Self.constrained(context.layout)
        guard !layers.isEmpty else { return updated }
        let isOn = isOn(freeEpochs, context)
        // In the first constrained step the norms are still to be taken.
        let isKept = context.clock(.step) .> Float(freeEpochs) * context.clock(.stepsPerEpoch)
        let places = layers.sorted()
        let before = context.tensors(of: parameters)
        let current = concatenate(places.map { before[$0].value.euclideanNorm().reshaped([1]) }, axis: 0)
        let norms = select(isKept, context.state("norms", count: places.count), current)
        context.assign(norms, to: "norms")
        return context.mapTensors(of: updated) { tensor in
            guard let place = places.firstIndex(of: tensor.index) else { return tensor.value }
            let target = norms.slice(from: place, [])
            let scale = target / PenaltyAlgebra.nonZero(tensor.value.euclideanNorm())
            return select(isOn, tensor.value * scale, tensor.value)
        }
    }
}
