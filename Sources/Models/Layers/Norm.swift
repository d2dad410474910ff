import Primitives
import TensorCore
import Training

/// A normalisation of hidden units, with a gain and a bias per unit or channel.
///
/// Batch norm: Ioffe & Szegedy 2015, "Batch normalization", algorithm 1, with the conventions of PyTorch: the
/// batch's biased variance while training, running statistics r ← (1 − m) r + m s in evaluation, where the
/// running variance takes the unbiased one. Layer norm: Ba, Kiros & Hinton 2016, "Layer normalization", eq. 4.
struct Norm {
    /// What is normalised over what.
    enum Kind: String, CaseIterable {
        case none
        /// Each unit over the rows of the batch (and over the places of an image).
        case batch
        /// Each row over its units.
        case layer
    }

    let kind: Kind
    private let name: String
    private let width: Int
    private let momentum: Float
    private let epsilon: Float

    /// The norm of `width` units (or channels) whose parameters start with `name`.
    init(_ kind: Kind, _ name: String, width: Int, _ arguments: Arguments) {
        self.kind = kind
        self.name = name
        self.width = width
        momentum = Float(arguments.real("norm_momentum"))
        epsilon = Float(arguments.real("norm_epsilon"))
    }

    /// The parameters of a model with norms of these kinds.
    static func declarations(_ kinds: [Kind], default kind: Kind) -> [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "norm", .choice(kinds.map(\.rawValue)), default: .text(kind.rawValue),
                "What is normalised: "
                    + kinds.map { "\($0.rawValue) (\($0.meaning))" }.joined(separator: ", ") + "."),
            ParameterDeclaration(
                "norm_momentum", symbol: "m", .real(.openClosed(0, 1)), default: .real(0.1),
                "Share of the batch in the running statistics of batch norm, per step."),
            ParameterDeclaration(
                "norm_epsilon", symbol: "ε", .real(.closed(1e-12, 1)), default: .real(1e-5),
                "Added to the variance before its root is taken."),
        ]
    }

    /// What users should know of batch norm.
    static let remarks = [
        "Batch norm needs at least two rows per batch; a last batch of one row is refused (last_batch: drop leaves it "
            + "out).",
        "In evaluation batch norm uses running statistics, which are part of the digest. A step that runs the model "
            + "at several points (SAM) updates them once, from the pass at the current parameters, as in common "
            + "implementations; each pass normalises by its own batch statistics.",
        "Gains and biases are no weights: decay leaves them out unless it applies to all.",
    ]

    var parameters: [ParameterSpecification] {
        kind == .none
            ? []
            : [
                ParameterSpecification("\(name).gain", [width], .gain, .constant(1)),
                .bias("\(name).bias", width),
            ]
    }

    var states: [ModelState] {
        kind == .batch
            ? [
                ModelState("\(name).running_mean", [width], initial: 0),
                ModelState("\(name).running_variance", [width], initial: 1),
            ] : []
    }

    /// The normalised `x`, whose last axis holds the units or channels.
    func callAsFunction(_ x: Tensor, _ context: ForwardContext) -> Tensor {
        guard kind != .none else { return x }
        let (gain, bias) = (context.parameters["\(name).gain"], context.parameters["\(name).bias"])
        if kind == .layer { return layerNormalization(x, scale: gain, shift: bias, epsilon: epsilon) }
        let (mean, variance) = ("\(name).running_mean", "\(name).running_variance")
        let running =
            context.mode == .training
            ? nil : BatchStatistics(mean: context.state(mean), variance: context.state(variance))
        let (output, statistics) = batchNormalization(
            x, scale: gain, shift: bias, statistics: running, epsilon: epsilon)
        if running == nil {
            let count = Float(x.shape.count / width)
            update(mean, statistics.mean, context)
            update(variance, statistics.variance * (count / (count - 1)), context)
        }
        return output
    }

    /// A unit that is always 0 would let its running variance decay into subnormal numbers: they are flushed.
    private func update(_ state: String, _ statistic: Tensor, _ context: ForwardContext) {
        let old = context.state(state)
        let running =
            context.statisticsShare.map { (1 - $0) * old + $0 * statistic }
            ?? (1 - momentum) * old + momentum * statistic
        context.assign(running.flushingSubnormals(), to: state)
    }
}

extension Norm.Kind {
    fileprivate var meaning: String {
        switch self {
        case .none: "nothing"
        case .batch: "each unit over the batch"
        case .layer: "each row over its units"
        }
    }
}
