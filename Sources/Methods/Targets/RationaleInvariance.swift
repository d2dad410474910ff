import Primitives
import TensorCore
import Training

/// What each feature says for each class, drawn to its class's mean.
struct RationaleInvariance: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "ridg", family: "targets",
        summary:
            "Rationale invariance: draws what every feature contributes to every logit to its class's running mean.",
        formula:
            "L + λ Σ_c mean_{i: y_i = c} (1/K) Σ_k ‖w_k ∘ h_i − R_c,k‖²,  R_c ← (1 − m) R_c + m mean_i w ∘ h_i",
        citations: [
            "Chen, Zhang, Song, van den Hengel & Liu 2023, Domain generalization via rationale invariance, section 3; "
                + "the authors' code"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0, "The term's weight."),
            .hyperparameter(
                "momentum", symbol: "m", in: .openClosed(0, 1), default: 0.001, "The weight of the new mean."),
        ],
        seams: ["objective"],
        purpose:
            "Shifts between training and test, where rows of a class should be right for the same reasons.",
        remarks: [
            "A class's mean starts at that of its first rows, and takes in the batch before it is used.",
            "Sums and means are those of the authors' code, which tunes λ and m between 1e-4 and 0.1.",
            "The sum is over the classes in the batch. Row weights are not used.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? { OutputLayer.refusal(in: composition) }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        guard let h = pass.lastHidden else { return context.graph.scalar(0) }
        let (rows, width, classes) = (h.shape[0], h.shape[1], context.targetWidth)
        let weights = pass.parameters[OutputLayer.weight].reshaped([1, width, classes])
        let labels = pass.targets.topOfRow()
        let counts = labels.sum(over: [0]).reshaped([classes, 1])
        let inverse = 1 / counts.atLeast(1)

        let size = width * classes
        let bank = context.state("means", [classes, size], start: .filled(.constant(0)))
        let seen = context.state("seen", [classes, 1], start: .filled(.constant(0)))
        let features = inverse * matmul(labels, h, transposeA: true)
        let means = (features.reshaped([classes, width, 1]) * weights).reshaped([classes, size])
            .stoppingGradient()
        let momentum = context.hyperparameter("momentum")
        let moved = select(seen, (1 - momentum) * bank + momentum * means, means)
        let zero = context.graph.scalar(0)
        let isPresent = counts .> zero
        let next = select(isPresent, moved, bank)
        context.assigningWhileOn {
            context.assign(next, to: "means")
            context.assign(select(isPresent, context.graph.scalar(1), seen), to: "seen")
        }

        let rationales = (h.reshaped([rows, width, 1]) * weights).reshaped([rows, size])
        let distances = (rationales - matmul(labels, next)).squared().sumOverLastAxis()
        return context.hyperparameter("strength") * (matmul(labels, inverse) * distances).sum()
            / Float(classes)
    }
}
