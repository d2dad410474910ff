import Numerics
import Primitives
import TensorCore
import Training

/// Gaussian dropout whose variances are trained.
struct VariationalDropout: ActivationTransform, ParameterAddition, Penalty, UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "variational-dropout", family: "dropout",
        summary:
            "Gaussian dropout of hidden units, whose variance is trained against a divergence from the prior.",
        formula:
            "h ← h (1 + √α ε),  ε ~ N(0, 1);  L + (λ/N) Σ KL(α),  −KL = k₁ σ(k₂ + k₃ ln α) − ½ ln(1 + 1/α) − k₁  "
            + "(paper: ½ ln α + c₁ α + c₂ α² + c₃ α³, α ≤ 1)",
        citations: [
            "Kingma, Salimans & Welling 2015, Variational dropout and the local reparameterization trick, sections 3.2 to "
                + "3.4 and eq. 14",
            "Molchanov, Ashukha & Vetrov 2017, Variational dropout sparsifies deep neural networks, eq. 14",
        ],
        parameters: [
            ParameterDeclaration(
                "applies_to", .choice(["hidden", "none"]), default: .text("hidden"), neutral: .text("none"),
                "What is noisy: hidden units, or nothing (none: the method does nothing)."),
            ParameterDeclaration(
                "adapts", .choice(["unit", "layer"]), default: .text("unit"), "What has an α of its own."),
            ParameterDeclaration(
                "divergence", .choice(["tight", "polynomial"]), default: .text("tight"),
                "The approximation: that of 2017, for every α, or that of 2015, with α brought back to 1 at most after every step."
            ),
            ParameterDeclaration(
                "initial_rate", .real(.open(0, 1)), default: .real(0.1),
                "The dropout rate p whose variance α = p / (1 − p) is the start."),
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1,
                "The divergence's weight; 1 is the bound."),
        ],
        seams: ["architecture", "parameters", "penalty", "update"],
        purpose: "Finds dropout's variance per unit or layer instead of searching it.",
        remarks: [
            "The noise is one variable per unit and row (the paper's correlated weight noise), and the divergence is "
                + "counted once per such α; with adapts: layer once per unit of the layer.",
            "N is the number of training rows; for regression the bound assumes a noise variance of ½ of the standardised "
                + "target.",
            "ln α is trained by the cell's optimiser. Evaluation is without noise. An α is added for the units of every "
                + "weight but the last; those without a site stay unused.",
        ])

    private let isOn: Bool
    private let isPerUnit: Bool
    private let isTight: Bool
    private let initialRate: Double

    init(arguments: Arguments) {
        isOn = arguments.text("applies_to") == "hidden"
        isPerUnit = arguments.text("adapts") == "unit"
        isTight = arguments.text("divergence") == "tight"
        initialRate = arguments.real("initial_rate")
    }

    func acts(at site: ActivationSite) -> Bool { isOn && site.kind == .hidden }

    private func name(_ weight: String) -> String { "\(Self.declaration.id)/\(weight)" }

    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        guard isOn else { return [] }
        let logarithm = DeterministicMath.log(initialRate) - DeterministicMath.log1p(-initialRate)
        let start = isTight ? logarithm : min(logarithm, 0)
        return model.filter { $0.role == .weight }.dropLast().map {
            ParameterSpecification(
                name($0.name), [isPerUnit ? $0.shape[-1] : 1], .auxiliary, .constant(Float(start)))
        }
    }

    /// ln α of the units at `site`; nil where no weight stands before it.
    private func logarithm(_ site: ActivationSite, _ stored: ParameterView, _ weights: SiteWeights) -> Tensor?
    {
        weights.before[site.name].map { stored[name($0)] }
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        guard let value = logarithm(site, context.stored, SiteWeights(context)) else { return activation }
        let noise = context.graph.normal(activation.shape, stream: context.stream("\(site)"))
        return activation * (1 + (0.5 * value).exponential() * noise)
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let stored = ParameterView(parameters, context.layout)
        let weights = SiteWeights(context)
        var sum = context.graph.scalar(0)
        for site in context.sites where acts(at: site) {
            guard let value = logarithm(site, stored, weights), let weight = weights.before[site.name] else {
                continue
            }
            let divergence =
                isTight ? LogUniformDivergence.tight(value) : LogUniformDivergence.polynomial(value)
            let units = Float(stored[weight].shape[-1]) / Float(value.shape.count)
            sum = sum + units * divergence.sum()
        }
        return context.hyperparameter("strength") * (sum / Float(context.trainingRows))
    }

    /// Holds α at 1 at most where the approximation ends there: a clamp in the forward pass would leave an α that
    /// went beyond without a gradient that could bring it back.
    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        guard isOn, !isTight else { return updated }
        return context.mapTensors(of: updated) { tensor in
            guard tensor.specification.name.hasPrefix("\(Self.declaration.id)/") else { return tensor.value }
            return minimum(tensor.value, context.graph.scalar(0))
        }
    }
}
