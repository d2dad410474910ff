import Primitives
import TensorCore
import Training

/// Bernoulli dropout of hidden units, scaled while training.
struct Dropout: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "dropout", family: "dropout",
        summary: "Sets hidden units to zero at random and scales up the rest.",
        formula: "h ← h · m / (1 − p),  m ~ Bernoulli(1 − p) per unit and row",
        citations: [
            "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014, Dropout: a simple way to prevent neural "
                + "networks from overfitting, section 4"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.5, neutral: 0,
                "The probability that a unit is dropped.")
        ],
        seams: ["architecture"],
        purpose: "Wide hidden layers with few training rows; units that should not rely on each other.",
        remarks: [
            "Inverted scaling: the division happens while training, so that evaluation is unchanged.",
            "Early and late dropout (Liu et al. 2023), curriculum dropout (Morerio et al. 2017, the rate rises) and annealed "
                + "dropout (Rennie et al. 2014, the rate falls) are schedules of the rate.",
            "Acts after every hidden layer's activation; a model without hidden layers is unchanged.",
        ])

    init(arguments: Arguments) {}

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let rate = context.hyperparameter("rate")
        let draw = context.graph.uniform(activation.shape, stream: context.stream("\(site)"))
        return select(rate .> draw, context.graph.scalar(0), activation * (1 / (1 - rate)))
    }
}
