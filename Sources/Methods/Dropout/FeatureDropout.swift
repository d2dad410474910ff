import Primitives
import TensorCore
import Training

/// Dropout of inputs.
struct FeatureDropout: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "feature-dropout", family: "dropout",
        summary: "Sets inputs to zero at random while training and scales up the rest.",
        formula: "x ← x · m / (1 − p),  m ~ Bernoulli(1 − p) per row and column",
        citations: [
            "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014, Dropout: a simple way to prevent neural "
                + "networks from overfitting, section 4 (visible units)"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.2, neutral: 0,
                "The probability that a column is dropped."),
            ParameterDeclaration(
                "granularity", .choice(["column", "input"]), default: .text("column"),
                "What is dropped together: all inputs of a column of the dataset, or each input by itself."),
        ],
        seams: ["architecture"],
        purpose: "Keeps a model from resting on a few columns, and prepares it for missing ones.",
        remarks: [
            "Zero is the mean of standardised columns and no level of one-hot ones.",
            "The scale 1/(1 − p) keeps the expectation of a linear map; evaluation is unchanged.",
        ])

    private let perColumn: Bool

    init(arguments: Arguments) { perColumn = arguments.text("granularity") == "column" }

    func acts(at site: ActivationSite) -> Bool { site.kind == .input }

    func refusal(in composition: Composition) -> Diagnostic? {
        composition.inputs.indexColumns.first.map {
            Diagnostic(
                "it changes inputs, and column \"\($0.name)\" is encoded as the number of its level",
                remedy: "use the preprocessing step one-hot in place of embedding-index")
        }
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let rate = context.hyperparameter("rate")
        let (rows, columns) = (activation.shape[0], context.inputs.columns)
        let isPerInput = !perColumn || columns.allSatisfy { $0.width == 1 }
        let width = isPerInput ? activation.shape[1] : columns.count
        var mask = context.kept([rows, width], rate: rate, stream: "\(site)")
        if !isPerInput {
            mask = concatenate(
                columns.enumerated().map { index, column in
                    mask.slice(axis: 1, from: index, count: 1).broadcast(to: [rows, column.width])
                }, axis: 1)
        }
        return activation * (mask / (1 - rate))
    }
}
