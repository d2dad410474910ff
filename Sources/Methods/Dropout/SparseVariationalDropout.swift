import Primitives
import TensorCore
import Training

/// Gaussian noise on weights, of trained variances that may grow without bound.
struct SparseVariationalDropout: Reparameterization, ParameterAddition, Penalty {
    static let declaration = ComponentDeclaration(
        id: "sparse-variational-dropout", family: "dropout",
        summary:
            "Gives every weight a trained noise variance; weights that are all noise are dropped for good.",
        formula:
            "w = θ + σ ε,  α = σ²/θ²;  L + (λ/N) Σ KL(α),  −KL = k₁ σ(k₂ + k₃ ln α) − ½ ln(1 + 1/α) − k₁;  "
            + "evaluation: w = θ where ln α < threshold, else 0",
        citations: [
            "Molchanov, Ashukha & Vetrov 2017, Variational dropout sparsifies deep neural networks, sections 4.1 to 4.3"
        ],
        parameters: [
            WeightScope.declaration(default: .all),
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1,
                "The divergence's weight; 1 is the bound, and a schedule from 0 is a warm-up."),
            .hyperparameter(
                "threshold", in: .all, default: 3, "The ln α from which a weight is dropped in evaluation."),
            ParameterDeclaration(
                "initial_log_variance", .real(.all), default: .real(-10), "ln σ² at the start."),
        ],
        seams: ["reparameterisation", "parameters", "penalty"],
        purpose: "Regularises by pruning: most weights of a large network end up as zeros.",
        remarks: [
            "The noise is drawn per weight and step for all rows of the batch; the paper samples pre-activations per row "
                + "(local reparameterisation), of the same expectation and less variance.",
            "ln α is held in [−8, 8], as in the authors' code. N is the number of training rows; for regression the bound "
                + "assumes a noise variance of ½ of the standardised target.",
            "Made for Adam at small rates: the divergence's gradient grows as 1/θ, and gradient descent at large rates "
                + "diverges. Doubles the number of trained parameters.",
        ])

    private let scope: WeightScope
    private let start: Float

    init(arguments: Arguments) {
        scope = WeightScope(arguments)
        start = Float(arguments.real("initial_log_variance"))
    }

    func acts(on parameter: ParameterSpecification) -> Bool { scope.acts(on: parameter) }

    private func name(_ weight: String) -> String { "\(Self.declaration.id)/\(weight)" }

    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        scope.weights(of: model).map { .init(name($0.name), $0.shape, .auxiliary, .constant(start)) }
    }

    private func logarithm(_ variance: Tensor, _ weight: Tensor) -> Tensor {
        let graph = weight.graph
        let value = variance - (weight.squared() + 1e-8).logarithm()
        return minimum(maximum(value, graph.scalar(-8)), graph.scalar(8))
    }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard scope.acts(on: parameter, of: context.layout) else { return value }
        let variance = stored[name(parameter.name)]
        guard context.mode == .training else {
            let isKept = context.hyperparameter("threshold") .> logarithm(variance, value)
            return select(isKept, value, context.graph.scalar(0))
        }
        let noise = context.graph.normal(parameter.shape, stream: context.stream(parameter.name))
        return value + (0.5 * variance).exponential() * noise
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let stored = ParameterView(parameters, context.layout)
        var sum = context.graph.scalar(0)
        for weight in context.layout.specifications where scope.acts(on: weight, of: context.layout) {
            let value = logarithm(stored[name(weight.name)], stored[weight.name])
            sum = sum + LogUniformDivergence.tight(value).sum()
        }
        return context.hyperparameter("strength") * (sum / Float(context.trainingRows))
    }
}
