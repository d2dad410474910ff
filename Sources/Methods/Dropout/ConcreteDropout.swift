import Numerics
import Primitives
import TensorCore
import Training

/// Dropout whose rates are trained.
struct ConcreteDropout: ActivationTransform, ParameterAddition, Penalty {
    static let declaration = ComponentDeclaration(
        id: "concrete-dropout", family: "dropout",
        summary: "Dropout with a relaxed mask, whose rate is trained for each layer beside the weights.",
        formula: "h ← h (1 − z) / (1 − p),  z = σ((logit p + logit u) / t),  u ~ U(0, 1);  "
            + "L + (c/N) Σ_layers (l² ‖W‖² / (2 (1 − p)) − K H(p)),  c = 1, or 2/τ for regression",
        citations: ["Gal, Hron & Kendall 2017, Concrete dropout, eqs. 2 to 5"],
        parameters: [
            ParameterDeclaration(
                "applies_to", .choice(["hidden", "all", "none"]), default: .text("hidden"),
                neutral: .text("none"),
                "What is dropped: hidden units, the inputs too (all), or nothing (none: the method does nothing)."
            ),
            ParameterDeclaration(
                "initial_rate", .real(.open(0, 1)), default: .real(0.1), "The rates at the start."),
            ParameterDeclaration(
                "temperature", symbol: "t", .real(.positive), default: .real(0.1), "Softness of the mask."),
            .hyperparameter(
                "length_scale", symbol: "l", in: .nonNegative, default: 0.01,
                "The prior length scale of weights."),
            .hyperparameter(
                "precision", symbol: "τ", in: .positive, default: 1,
                "The model precision (inverse noise variance of the standardised target); regression only."),
        ],
        seams: ["architecture", "parameters", "penalty"],
        purpose: "Finds the dropout rates instead of searching them; rates fall as data grow.",
        remarks: [
            "K is the number of units (or channels) dropped, W the weight that multiplies them, N the training rows, H the "
                + "entropy in nats.",
            "The rates (as logits, a parameter each) are trained by the cell's optimiser at its learning rate.",
            "Evaluation is deterministic; monte-carlo-dropout averages the relaxed masks.",
            "Constants (t = 0.1, start 0.1, 1e-7 within logarithms) are those of the authors' code. A logit is added for "
                + "every weight but the first (with all, for every one); those that no dropped unit meets stay unused.",
        ])

    private let scope: String
    private let initialRate: Double
    private let temperature: Float

    init(arguments: Arguments) {
        scope = arguments.text("applies_to")
        initialRate = arguments.real("initial_rate")
        temperature = Float(arguments.real("temperature"))
    }

    func acts(at site: ActivationSite) -> Bool {
        switch site.kind {
        case .hidden: scope != "none"
        case .input: scope == "all"
        default: false
        }
    }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard scope == "all" else { return nil }
        return composition.inputs.indexColumns.first.map {
            Diagnostic(
                "it changes inputs, and column \"\($0.name)\" is encoded as the number of its level",
                remedy:
                    "use the preprocessing step one-hot in place of embedding-index, or applies_to: hidden")
        }
    }

    private func logit(_ weight: String) -> String { "\(Self.declaration.id)/\(weight)" }

    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        guard scope != "none" else { return [] }
        let start = DeterministicMath.log(initialRate) - DeterministicMath.log1p(-initialRate)
        let weights = model.filter { $0.role == .weight }
        return (scope == "all" ? weights : Array(weights.dropFirst())).map {
            ParameterSpecification(logit($0.name), [1], .auxiliary, .constant(Float(start)))
        }
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        guard let weight = SiteWeights(context).after[site.name] else { return activation }
        let (graph, tiny) = (context.graph, Float(1e-7))
        let rate = context.stored[logit(weight)].reshaped([]).sigmoid()
        let draw = graph.uniform(activation.shape, stream: context.stream("\(site)"))
        let odds = (rate + tiny).logarithm() - (1 - rate + tiny).logarithm()
        let noise = (draw + tiny).logarithm() - (1 - draw + tiny).logarithm()
        let dropped = ((odds + noise) / temperature).sigmoid()
        return activation * ((1 - dropped) / (1 - rate))
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let stored = ParameterView(parameters, context.layout)
        let weights = SiteWeights(context)
        let scale = context.hyperparameter("length_scale").squared()
        var sum = context.graph.scalar(0)
        for site in context.sites where acts(at: site) {
            guard let weight = weights.after[site.name] else { continue }
            let (matrix, rate) = (stored[weight], stored[logit(weight)].reshaped([]).sigmoid())
            let keep = 1 - rate
            context.record(rate, as: "rate/\(site)")
            let units = Float(matrix.shape[-2])
            let negativeEntropy = rate * (rate + 1e-7).logarithm() + keep * (keep + 1e-7).logarithm()
            sum = sum + 0.5 * scale * matrix.squared().sum() / keep + units * negativeEntropy
        }
        let factor =
            context.task == .regression ? 2 / context.hyperparameter("precision") : context.graph.scalar(1)
        return factor * (sum / Float(context.trainingRows))
    }
}
