import Primitives
import TensorCore
import Training

/// Multiplicative Gaussian noise on hidden units.
struct GaussianDropout: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "gaussian-dropout", family: "dropout",
        summary: "Multiplies hidden units by Gaussian noise of mean one, with the variance of dropout.",
        formula: "h ← h · ξ,  ξ ~ N(1, p / (1 − p)) per unit and row",
        citations: [
            "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014, Dropout: a simple way to prevent neural "
                + "networks from overfitting, section 10"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.5, neutral: 0,
                "The rate of the dropout that has the same variance.")
        ],
        seams: ["architecture"],
        purpose: "The noise of dropout without switching units off; no rescaling is needed in evaluation.",
        remarks: [
            "Acts after every hidden layer's activation; a model without hidden layers is unchanged.",
            "The noise is unbounded: it may need a smaller learning rate than dropout of the same rate.",
        ])

    init(arguments: Arguments) {}

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let rate = context.hyperparameter("rate")
        let noise = context.graph.normal(activation.shape, stream: context.stream("\(site)"))
        return activation * (1 + (rate / (1 - rate)).squareRoot() * noise)
    }
}
