import Primitives
import TensorCore
import Training

/// A penalty on how far the outputs of each row have moved since an earlier epoch.
struct SharpnessAwareTrainingForFree: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "saf", family: "sharpness",
        summary:
            "Keeps the outputs for every row near those of some epochs ago, which flattens the path of training.",
        formula: "L + λ T² · (1/B) Σᵢ KL(softmax(zᵢ⁽ᵗ⁻ᴱ⁾/T) ‖ softmax(zᵢ⁽ᵗ⁾/T))",
        citations: [
            "Du, Zhou, Feng, Tan & Zhou 2022, Sharpness-aware training for free, section 3.2 (SAF) and the authors' code"
        ],
        parameters: TrajectoryLoss.parameters(strength: 0.3) + [
            ParameterDeclaration(
                "lag", symbol: "E", .integer(1...1000), default: .integer(2),
                "How many epochs ago the outputs are from.")
        ],
        seams: ["objective"],
        purpose:
            "Much of the flatness of SAM at no extra pass; pays in memory for the outputs of some epochs.",
        remarks: TrajectoryLoss.remarks + [
            "A row whose outputs from E epochs ago are not known has no term: so none in the first E epochs.",
            "Outputs are stored as they come, on the batch after its transforms; a row is expected once per epoch.",
            "It does not know other passes (SAM) or rows of a batch taken alone: they use what the step began with.",
        ], tasks: [.classification])

    private let lag: Int

    init(arguments: Arguments) { lag = arguments.integer("lag") }

    /// Outputs are stored while the method is off, for when it is on.
    var isGated: Bool { false }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let width = pass.outputs.shape[1]
        let known = context.rowState("outputs", width: lag * width)
        if pass.outputs.shape[0] == context.batchSize {
            let fresh = pass.outputs.stoppingGradient()
            let next =
                lag == 1
                ? fresh
                : concatenate(
                    [known.slice(axis: 1, from: width, count: (lag - 1) * width), fresh], axis: 1)
            context.assignRows(next, to: "outputs")
        }
        let (isOn, zero) = (context.isOn!, context.graph.scalar(0))
        let past = pass.restrict(known.slice(axis: 1, from: 0, count: width))
        // Outputs that were never stored are all 0, and 0 is not what a network says to the last bit.
        let isKnown = past.absolute().sumOverLastAxis() .> zero
        let divergence = TrajectoryLoss.divergence(
            select(isOn, pass.outputs, zero), from: select(isOn, past, zero),
            context.hyperparameter("temperature"))
        let value = context.hyperparameter("strength") * pass.meanOverRows(select(isKnown, divergence, zero))
        return select(isOn, value, zero)
    }
}

/// What SAF and MESA share.
enum TrajectoryLoss {
    static func parameters(strength: Double) -> [ParameterDeclaration] {
        [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: strength, neutral: 0,
                "The weight of the divergence."),
            .hyperparameter(
                "temperature", symbol: "T", in: .positive, default: 5, "What logits are divided by."),
        ]
    }

    static let remarks = [
        "The authors' code begins after the fifth epoch: let the strength follow a window for that. It trains with label "
            + "smoothing, which is a method of its own here."
    ]

    /// T² KL(softmax(past/T) ‖ softmax(now/T)), rows × 1; no gradient flows through the past.
    static func divergence(_ now: Tensor, from past: Tensor, _ temperature: Tensor) -> Tensor {
        let target = (past.stoppingGradient() / temperature).logSoftmax()
        let own = (now / temperature).logSoftmax()
        return temperature.squared() * (target.exponential() * (target - own)).sumOverLastAxis()
    }
}
