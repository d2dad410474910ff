import Primitives
import TensorCore
import Training

/// What both forms of Sophia share: a clipped step by a diagonal of the Hessian.
struct SophiaRule {
    let period: Int
    private let decay: OwnDecay

    static let formula =
        "m ← β₁ m + (1−β₁) g;  every k steps h ← β₂ h + (1−β₂) ĥ;  w ← (1−ηλ) w − η clip(m / max(γ h, ε), ±1)"
    static let citations = [
        "Liu, Li, Hall, Liang & Ma 2024, Sophia: a scalable stochastic second-order optimizer for language model "
            + "pre-training, algorithms 1 to 3"
    ]
    static let remarks = [
        "Where h is small or negative the step is the sign of m, at the rate η. γ decides how often.",
        "h has no bias correction. The defaults of γ, λ and k are from memory of the paper; the authors' code differs in how "
            + "it bounds the divisor.",
    ]

    static func parameters(gamma: Double) -> [ParameterDeclaration] {
        [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 1e-3, "The step size."),
            .hyperparameter(
                "beta1", symbol: "β₁", in: .halfOpen(0, 1), default: 0.96, "Decay of the first moment."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.99, "Decay of the Hessian's diagonal."),
            .hyperparameter(
                "gamma", symbol: "γ", in: .positive, default: gamma,
                "Factor of the diagonal: less clips more."),
            .hyperparameter("epsilon", symbol: "ε", in: .positive, default: 1e-12, "The least divisor."),
            ParameterDeclaration(
                "period", symbol: "k", .integer(1...1_000_000), default: .integer(10),
                "Every how many steps the diagonal is estimated."),
        ] + OwnDecay.declarations(default: 0.1)
    }

    init(_ arguments: Arguments) {
        period = arguments.integer("period")
        decay = OwnDecay(arguments)
    }

    /// The parameters after the step; `estimate` is asked in active steps only.
    func step(
        _ parameters: Tensor, _ gradient: Tensor, _ context: MethodContext, estimate: () -> Tensor
    ) -> Tensor {
        let first = Moments.average("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let diagonal: Tensor
        if context.isActiveStep {
            diagonal = Moments.average("diagonal", of: estimate(), context.hyperparameter("beta2"), context)
        } else {
            diagonal = context.state("diagonal", count: parameters.shape.count)
        }
        let divisor = maximum(context.hyperparameter("gamma") * diagonal, context.hyperparameter("epsilon"))
        let one = context.graph.scalar(1)
        let clipped = maximum(minimum(first / divisor, one), -one)
        return parameters - context.learningRate * (clipped + decay(parameters, context))
    }
}

/// Sophia with the Gauss–Newton–Bartlett estimate.
struct SophiaG: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sophia-g", family: "optimisers",
        summary:
            "Second-order clipped steps; the Hessian's diagonal from gradients at labels that the model draws.",
        formula: SophiaRule.formula + ";  ĥ = B ∇L̂ ⊙ ∇L̂, L̂ the mean loss at labels drawn from the softmax",
        citations: SophiaRule.citations, parameters: SophiaRule.parameters(gamma: 0.05), costInPasses: 1.1,
        isOptimizer: true, seams: ["update"],
        purpose: "Steps that are long in flat directions and no longer than the rate in steep ones.",
        remarks: SophiaRule.remarks + [
            "The estimate is of the plain cross-entropy: losses, penalties and weights of rows do not enter it."
        ],
        tasks: [.classification])

    private let rule: SophiaRule

    init(arguments: Arguments) { rule = SophiaRule(arguments) }

    var period: Int { rule.period }
    var costInPasses: Double { 1 + 2 / 3 / Double(rule.period) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        rule.step(parameters, gradient, context) {
            var pass = context.forward(parameters, context.batch)
            pass.targets = Self.labels(pass.outputs, context)
            let loss = pass.plainTerms.sum() / Float(context.batchSize)
            let slope = TensorCore.gradient(of: loss, withRespectTo: [parameters])[0].flushingSubnormals()
            return Float(context.batchSize) * slope.squared()
        }
    }

    /// One-hot rows drawn from the softmax of the logits, by the inverse of its distribution function.
    static func labels(_ logits: Tensor, _ context: MethodContext) -> Tensor {
        let classes = logits.shape[1]
        let upTo = context.graph.constant(
            (0..<classes * classes).map { $0 / classes <= $0 % classes ? 1 : 0 }, [classes, classes])
        let cumulative = matmul(logits.logSoftmax().exponential(), upTo).stoppingGradient()
        let draw = context.graph.uniform([logits.shape[0], 1], stream: context.stream("labels"))
        // The last class takes what rounding leaves.
        let isLast = context.graph.constant((0..<classes).map { $0 == classes - 1 ? 1 : 0 }, [1, classes])
        let reached = maximum(cumulative .> draw, isLast)
        return reached
            - reached.slice(axis: 1, from: 0, count: classes - 1).padded(axis: 1, before: 1, after: 0)
    }
}

/// Sophia with Hutchinson's estimate.
struct SophiaH: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sophia-h", family: "optimisers",
        summary: "Second-order clipped steps; the Hessian's diagonal from products with random vectors.",
        formula: SophiaRule.formula + ";  ĥ = z ⊙ (∇²L z), z ~ N(0, I)",
        citations: SophiaRule.citations, parameters: SophiaRule.parameters(gamma: 0.01), costInPasses: 1.2,
        isOptimizer: true, seams: ["update"],
        purpose: "Steps that are long in flat directions and no longer than the rate in steep ones.",
        remarks: SophiaRule.remarks + ["The Hessian is that of the whole objective, penalties included."])

    private let rule: SophiaRule

    init(arguments: Arguments) { rule = SophiaRule(arguments) }

    var period: Int { rule.period }
    var costInPasses: Double { 1 + 2 / Double(rule.period) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        rule.step(parameters, gradient, context) {
            let draw = context.graph.normal([parameters.shape.count], stream: context.stream("direction"))
            return draw
                * hessianVectorProduct(
                    of: context.objective.value(at: parameters), withRespectTo: [parameters], along: [draw])[
                    0]
        }
    }
}

/// Adam with squared diagonals of the Hessian in place of squared gradients.
struct AdaHessian: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adahessian", family: "optimisers",
        summary: "Adam with Hutchinson's estimate of the Hessian's diagonal as its second moment.",
        formula:
            "D = |z ⊙ (∇²L z)|, z of random signs, averaged over a kernel's window;  v ← β₂ v + (1−β₂) D²;  "
            + "w ← w − η (m̂ / ((√v̂)^k + ε) + λ w)",
        citations: [
            "Yao, Gholami, Shen, Mustafa, Keutzer & Mahoney 2021, ADAHESSIAN: an adaptive second order optimizer for "
                + "machine learning, algorithm 1 and eqs. 9 to 11"
        ],
        parameters: AdamRule.parameters(learningRate: 0.15, epsilon: 1e-4) + [
            .hyperparameter(
                "hessian_power", symbol: "k", in: .closed(0, 1), default: 1,
                "The power of the second moment's root."),
            ParameterDeclaration(
                "period", .integer(1...1_000_000), default: .integer(1),
                "Every how many steps the diagonal is estimated; it stands still between."),
        ] + OwnDecay.declarations(default: 0),
        costInPasses: 3, isOptimizer: true, seams: ["update"],
        purpose: "Second-order steps on badly conditioned problems, at about three times the cost.",
        remarks: [
            "Averages over windows are for kernels only, as in the authors' code; matrices have none.",
            "Networks of linear pieces have no curvature within a piece but that of the loss.",
        ])

    let period: Int
    private let decay: OwnDecay

    init(arguments: Arguments) {
        period = arguments.integer("period")
        decay = OwnDecay(arguments)
    }

    var costInPasses: Double { 1 + 2 / Double(period) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let first = Moments.corrected("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let beta2 = context.hyperparameter("beta2")
        let second: Tensor
        let weight: Tensor
        if context.isActiveStep {
            let signs = context.graph.rademacher(
                [parameters.shape.count], stream: context.stream("direction"))
            let product = hessianVectorProduct(
                of: context.objective.value(at: parameters), withRespectTo: [parameters], along: [signs])[0]
            let diagonal = context.mapTensors(of: (signs * product).absolute(), Self.smoothed)
            second = Moments.average("second moment", of: diagonal.squared(), beta2, context)
            weight = Moments.weight("second moment", beta2, context)
        } else {
            second = context.state("second moment", count: parameters.shape.count)
            weight = context.state("second moment weight", count: 1)
        }
        let root = (second * (1 / weight)).squareRoot().power(context.hyperparameter("hessian_power"))
        let direction = first / (root + context.hyperparameter("epsilon"))
        return parameters - context.learningRate * (direction + decay(parameters, context))
    }

    /// The mean over a kernel's window, at every place of it.
    private static func smoothed(_ tensor: LayoutTensor) -> Tensor {
        let rank = tensor.specification.shape.rank
        guard tensor.specification.role == .weight, rank > 2 else { return tensor.value }
        return tensor.value.mean(over: Array(0..<rank - 2), keepingAxes: true).broadcast(
            to: tensor.value.shape)
    }
}
