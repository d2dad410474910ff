import Primitives
import TensorCore
import Training

/// A penalty on the nuclear norm of the Jacobian, through two halves of the network.
struct JacobianNuclearNorm: ObjectiveTerm, ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "jacobian-nuclear-norm", family: "sharpness",
        summary:
            "Penalises the nuclear norm of the Jacobian by the squared Frobenius norms of two halves of the network.",
        formula:
            "L + λ · (1/B) Σᵢ R(xᵢ),  R = (‖g(h + ε) − g(h)‖² + ‖h(x + ε) − h(x)‖²)/(2σ²),  ε ~ N(0, σ²),  h = h(x), "
            + "f = g ∘ h",
        citations: [
            "Scarvelis & Solomon 2024, Nuclear norm regularization for deep learning, theorem 3.1 and section 3.2"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "sigma", symbol: "σ", in: .positive, default: 0.1, "The standard deviation of the noise."),
            ParameterDeclaration(
                "layer", .integer(0...1000), default: .integer(0),
                "The hidden layer, from 0, whose activations part the network into h and g."),
        ],
        costInPasses: 2, seams: ["objective", "architecture"],
        purpose: "Functions that change along few directions of the input, without computing a Jacobian.",
        remarks: [
            "As σ vanishes R becomes (‖J_g‖_F² + ‖J_h‖_F²)/2, whose least value over all factorisations is the nuclear norm.",
            "One draw of each noise per row, as in the paper; strength and σ are not taken from it.",
        ])

    private let layer: Int

    init(arguments: Arguments) { layer = arguments.integer("layer") }

    func refusal(in composition: Composition) -> Diagnostic? {
        if let column = composition.inputs.indexColumns.first {
            return Diagnostic(
                "it adds noise to inputs, and column \"\(column.name)\" is encoded as the number of its level",
                remedy: "use the preprocessing step one-hot in place of embedding-index")
        }
        let hidden = composition.sites.filter { $0.kind == .hidden }.count
        guard layer >= hidden else { return nil }
        return Diagnostic(
            "the model has \(hidden) hidden layer\(hidden == 1 ? "" : "s"), numbered from 0: there is no layer \(layer)",
            remedy: hidden == 0 ? "use a model with hidden layers" : "choose a layer below \(hidden)")
    }

    /// The name of the pass whose split is noisy.
    private static let noisy = "noisy split"

    func acts(at site: ActivationSite) -> Bool { site.kind == .hidden }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        guard context.pass.hasSuffix(Self.noisy), context.sites.filter({ $0.kind == .hidden })[layer] == site
        else { return activation }
        let draw = context.graph.normal(activation.shape, stream: context.stream("split"))
        return activation + context.hyperparameter("sigma") * draw
    }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        func split(_ pass: ForwardPass) -> Tensor {
            pass.activations.filter { $0.site.kind == .hidden }[layer].value
        }
        let sigma = context.hyperparameter("sigma")
        let draw = context.graph.normal(pass.inputs.shape, stream: context.stream("inputs"))
        let first = split(pass.again(inputs: pass.inputs + sigma * draw)) - split(pass)
        let second = pass.again(named: Self.noisy).outputs - pass.outputs
        let sums =
            InputSensitivity.rowSums(first.squared()) + InputSensitivity.rowSums(second.squared())
        return context.hyperparameter("strength") / (2 * sigma.squared()) * pass.meanOverRows(sums)
    }
}
