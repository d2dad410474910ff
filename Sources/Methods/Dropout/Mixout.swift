import Primitives
import TensorCore
import Training

/// Weights replaced at random by what they started from.
struct Mixout: Reparameterization {
    static let declaration = ComponentDeclaration(
        id: "mixout", family: "dropout",
        summary: "Replaces weights at random by their values at the start of the fit, and keeps the mean.",
        formula:
            "W ← ((1 − M) u + M W − p u) / (1 − p),  M ~ Bernoulli(1 − p),  u the weights as the fit began",
        citations: [
            "Lee, Cho & Kang 2020, Mixout: effective regularization to finetune large-scale pretrained language models, "
                + "section 3, eq. 5"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.7, neutral: 0,
                "The probability that a weight is replaced."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "paper: a draw per weight; code: a draw per input, shared by all units, and a gradient multiplied by M "
                    + "without 1/(1 − p)."),
        ],
        seams: ["reparameterisation"],
        purpose:
            "Holds a fit near what it started from; made for fine-tuning small datasets after pretraining.",
        remarks: [
            "The expectation of the effective weight is the weight. With u = 0 it is dropconnect.",
            "Without an earlier stage the anchor is the random start.",
            "The paper uses 0.7 to 0.9. One mask per step for all rows of the batch. Biases are left alone.",
        ])

    private let isPaper: Bool

    init(arguments: Arguments) { isPaper = arguments.text("variant") == "paper" }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard context.mode == .training, let index = context.layout.index(of: parameter.name) else {
            return value
        }
        let rate = context.hyperparameter("rate")
        let anchor = context.initialParameters.slice(from: context.layout.offsets[index], parameter.shape)
        var shape = parameter.shape.dimensions
        if !isPaper { shape[shape.count - 1] = 1 }
        let mask = context.kept(Shape(shape), rate: rate, stream: parameter.name)
        func mixed(_ weight: Tensor) -> Tensor { (select(mask, weight, anchor) - rate * anchor) / (1 - rate) }
        if isPaper { return mixed(value) }
        let fixed = value.stoppingGradient()
        return mixed(fixed) + mask * (value - fixed)
    }
}
