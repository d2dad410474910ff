import Primitives
import TensorCore
import Training

/// A repulsion between the rows' hidden activations.
struct DispersiveLoss: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "dispersive-loss", family: "targets",
        summary: "Pushes the hidden activations of a batch's rows apart.",
        formula: "L + λ log mean_{i,j} exp(−‖h_i − h_j‖² / (d τ))",
        citations: [
            "Wang & He 2025, Diffuse and disperse: image generation with representation regularization, eq. 6 (InfoNCE, "
                + "squared distance)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.5, neutral: 0, "The term's weight."),
            .hyperparameter("temperature", symbol: "τ", in: .positive, default: 0.5, "The temperature."),
            ParameterDeclaration(
                "layer", .choice(["first", "last"]), default: .text("first"),
                "Which hidden layer is dispersed."),
        ],
        seams: ["objective"],
        purpose: "Representations that collapse; contrastive learning without positive pairs.",
        remarks: [
            "A transplant: the paper regularises diffusion models at about a quarter of their depth.",
            "The distance is divided by the width d; a row's pair with itself counts, which bounds the term below.",
            "The defaults are from memory of the paper. Row weights are not used.",
        ])

    private let isLast: Bool

    init(arguments: Arguments) { isLast = arguments.text("layer") == "last" }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard !composition.sites.contains(where: { $0.kind == .hidden }) else { return nil }
        return Diagnostic(
            "the model has no hidden layer to disperse", remedy: "give it one, or leave the method out")
    }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let layers = pass.activations.filter { $0.site.kind == .hidden }
        guard let layer = isLast ? layers.last : layers.first else { return context.graph.scalar(0) }
        let rows = layer.value.shape[0]
        let width = layer.value.shape.count / rows
        let h = layer.value.reshaped([rows, width])
        let norms = h.squared().sumOverLastAxis()
        let distances = norms + norms.reshaped([1, rows]) - 2 * matmul(h, h, transposeB: true)
        let exponent = distances * (-1 / (Float(width) * context.hyperparameter("temperature")))
        return context.hyperparameter("strength") * exponent.exponential().mean().logarithm()
    }
}
