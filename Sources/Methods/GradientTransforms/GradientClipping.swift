import Primitives
import TensorCore
import Training

/// A limit on the size of the gradient.
struct GradientClipping: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-clipping", family: "gradient transforms",
        summary: "Scales a gradient down to a largest norm, or cuts off its elements.",
        formula: "g ← g · min(1, τ / ‖g‖₂);  by value: gᵢ ← min(max(gᵢ, −τ), τ)",
        citations: [
            "Pascanu, Mikolov & Bengio 2013, On the difficulty of training recurrent neural networks, algorithm 1",
            "Mikolov 2012, Statistical language models based on neural networks (by value)",
        ],
        parameters: [
            .hyperparameter(
                "threshold", symbol: "τ", in: .nonNegative, default: 1, neutral: 0,
                "The largest norm or element; 0 means no limit."),
            ParameterDeclaration(
                "by", .choice(Measure.allCases.map(\.rawValue)), default: .text(Measure.globalNorm.rawValue),
                "What is limited: global-norm (all parameters together), tensor-norm (each tensor alone), or value."
            ),
        ],
        seams: ["gradient"],
        purpose:
            "Keeps rare huge gradients (outliers, steep cliffs of the loss) from throwing the parameters away.",
        remarks: [
            "Under Adam and its kin, whose steps hardly depend on the gradient's scale, it matters less.",
            "PyTorch adds 1e-6 to the norm; here nothing is added.",
            "Clipping by value changes the gradient's direction.",
        ])

    private enum Measure: String, CaseIterable {
        case globalNorm = "global-norm"
        case tensorNorm = "tensor-norm"
        case value
    }

    private let measure: Measure

    init(arguments: Arguments) { measure = Measure(rawValue: arguments.text("by"))! }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let threshold = context.hyperparameter("threshold")
        func clip(_ part: Tensor) -> Tensor { part * GradientScale.limit(part.euclideanNorm(), threshold) }
        switch measure {
        case .globalNorm: return clip(slope)
        case .tensorNorm: return context.mapTensors(of: slope) { clip($0.value) }
        case .value: return minimum(maximum(slope, -threshold), threshold)
        }
    }
}
