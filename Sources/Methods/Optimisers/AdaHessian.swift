import Primitives
import TensorCore
import Training

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
