import Primitives
import TensorCore
import Training

/// Mixup at the inputs or at a hidden layer, another one in every step.
struct ManifoldMixup: BatchTransform, ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "manifold-mixup", family: "mixing",
        summary: "Mixes pairs of rows at the inputs or at a hidden layer drawn per step, and their targets.",
        formula:
            "k ~ U{0 … S},  h_k ← λ h_k + (1−λ) h_k[π],  t ← λ t + (1−λ) t_π,  λ ~ Beta(α, α),  h_0 = x",
        citations: [
            "Verma, Lamb, Beckham, Najafi, Mitliagkas, Lopez-Paz & Bengio 2019, Manifold mixup: better representations "
                + "by interpolating hidden states, section 2"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 2, neutral: 0,
                "The shape of the Beta distribution; 0 mixes nothing, 1 mixes uniformly."),
            ParameterDeclaration(
                "hidden_layers", symbol: "S", .integer(0...1000), default: .integer(2),
                "How many hidden layers, from the inputs on, can be drawn beside the inputs; 0 is mixup."),
        ],
        seams: ["batch", "architecture"],
        purpose:
            "Smoother decision boundaries and flatter class representations than mixup of the inputs, for deeper networks.",
        exclusive: ["mixed hidden units", "rows of the objective"],
        remarks: [
            "One λ, one partner per row and one layer per step, the same in every pass of the step.",
            "The default α is that of the paper's CIFAR experiments and the eligible layers those of its residual "
                + "networks (the input and the first two blocks), both from memory.",
            "A pass on a part of the batch (a method that splits it) is not mixed, though its targets are.",
        ])

    private let layers: Int

    func refusal(in composition: Composition) -> Diagnostic? {
        let id = LearningToReweight.declaration.id
        guard composition.methods.contains(where: { $0.id == id }) else { return nil }
        return Diagnostic(
            "it would mix the hidden units of the validation rows that \(id) looks at, and not their targets",
            remedy: "use mixup, or leave one of the two out")
    }

    init(arguments: Arguments) { layers = arguments.integer("hidden_layers") }

    /// Hidden sites that can be drawn.
    private func eligible(_ context: MethodContext) -> [ActivationSite] {
        Array(context.sites.filter { $0.kind == .hidden }.prefix(layers))
    }

    // Every pass of the step mixes alike, so the streams do not carry the name of the pass.
    private func draw(_ context: MethodContext) -> (share: Tensor, partner: Tensor, place: Tensor) {
        let (graph, id) = (context.graph, Self.declaration.id)
        return (
            graph.beta(context.hyperparameter("alpha"), stream: "\(id)/weight"),
            graph.permutation(context.batchSize, stream: "\(id)/partner"),
            RandomChoice.integer(
                graph.uniform([], stream: "\(id)/layer"), below: eligible(context).count + 1)
        )
    }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (share, partner, place) = draw(context)
        var mixed = PairMixing.mix(batch, share: share, partner: partner)
        mixed.inputs = select(place .== context.graph.scalar(0), mixed.inputs, batch.inputs)
        return mixed
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        guard let index = eligible(context).firstIndex(of: site), context.mode == .training,
            activation.shape[0] == context.batchSize
        else { return activation }
        let (share, partner, place) = draw(context)
        let mixed = PairMixing.mix(activation, share: share, partner: partner)
        return select(place .== context.graph.scalar(Float(index + 1)), mixed, activation)
    }
}
