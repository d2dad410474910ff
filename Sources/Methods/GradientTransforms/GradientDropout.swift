import Primitives
import TensorCore
import Training

/// Multiplicative noise on the gradient.
struct GradientDropout: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-dropout", family: "gradient transforms",
        summary: "Multiplies the gradient's elements by random numbers of mean 1: most often, drops some.",
        formula: "g ← g · n;  n = Bernoulli(1 − p) / (1 − p), or n ~ N(1, p / (1 − p))",
        citations: [
            "Tseng, Chen, Tsai, Liu, Lin & Yang 2020, Regularizing meta-learning via gradient dropout, eqs. 4 and 5"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.1, neutral: 0,
                "The probability that an element is dropped."),
            ParameterDeclaration(
                "noise", .choice(["bernoulli", "gaussian"]), default: .text("bernoulli"),
                "The distribution of the factors; both have the same mean and variance."),
            ParameterDeclaration(
                "per", .choice(["element", "tensor"]), default: .text("element"),
                "Whether every element has its factor, or every tensor."),
        ],
        seams: ["gradient"],
        purpose: "Augments gradients: no step is the exact slope of the batch.",
        remarks: [
            "The paper does so in the inner loop of meta-learning; here it acts on the training gradient.",
            "Factors per tensor are an addition; the default rate and the equations' numbers are from memory.",
            "Under Adam the scaling by 1/(1 − p) enlarges the second moment.",
        ])

    private let isGaussian: Bool
    private let isPerElement: Bool

    init(arguments: Arguments) {
        isGaussian = arguments.text("noise") == "gaussian"
        isPerElement = arguments.text("per") == "element"
    }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let count = isPerElement ? slope.shape.count : context.layout.specifications.count
        let factors = factors(Shape([count]), context)
        guard !isPerElement else { return slope * factors }
        return slope * context.spread((0..<count).map { factors.slice(from: $0, []) })
    }

    private func factors(_ shape: Shape, _ context: MethodContext) -> Tensor {
        let rate = context.hyperparameter("rate")
        let stream = context.stream("factors")
        if isGaussian {
            return 1 + (rate / (1 - rate)).squareRoot() * context.graph.normal(shape, stream: stream)
        }
        let draw = context.graph.uniform(shape, stream: stream)
        return select(rate .> draw, context.graph.scalar(0), 1 / (1 - rate))
    }
}
