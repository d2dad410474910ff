import Primitives
import TensorCore
import Training

/// Gradients scaled down where parts of the batch disagree.
struct VarianceReducedDescent: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "vrgd", family: "optimisers",
        summary:
            "Variance-reduced descent: every gradient entry times its signal-to-noise ratio over parts of the batch.",
        formula:
            "r = ḡ²/σ², mean and variance over k parts of the batch;  r ← clip(r / mean(r), γ, 1), the mean per tensor;  g ← r g",
        citations: [
            "Jiang, Cheng, Luo & Hsieh 2023, Accelerating large batch training via gradient signal to noise ratio (GSNR), "
                + "algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "minimum_ratio", symbol: "γ", in: .closed(0, 1), default: 0.1, neutral: 1, "The least factor."
            ),
            ParameterDeclaration(
                "parts", symbol: "k", .integer(2...64), default: .integer(4),
                "Into how many parts of consecutive rows a batch is split."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Large batches, whose generalisation it brings nearer to that of small ones.",
        exclusive: ["rows of the objective"],
        remarks: [
            "Factors are at most 1: the step gets shorter, and a fair comparison retunes the rate.",
            "Order of normalising and clipping, and γ = 0.1, are from memory. Momentum of r, as in the paper's VR-Adam, is "
                + "left out.",
            "Each part has its own random draws; a batch of fewer rows than parts is split into single rows.",
        ])

    private let parts: Int

    init(arguments: Arguments) { parts = arguments.integer("parts") }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let count = min(parts, context.batchSize)
        guard count > 1 else { return slope }
        let pieces = (0..<count).map { part -> Tensor in
            let rows = part * context.batchSize / count..<(part + 1) * context.batchSize / count
            let index = context.graph.constant(rows.map(Float.init), [rows.count])
            return objective.restricted(to: index, named: "part \(part)").gradient(at: parameters)
        }
        func mean(_ tensors: [Tensor]) -> Tensor {
            tensors.dropFirst().reduce(tensors[0], +) / Float(count)
        }
        let centre = mean(pieces)
        let variance = mean(pieces.map { ($0 - centre).squared() })
        // A vanished variance counts as a tiny one; a vanished gradient has ratio 0 then.
        let ratio = centre.squared() / maximum(variance, context.graph.scalar(1e-30))
        let means = Moments.perTensor(ratio, context) {
            maximum($0.value.mean(), context.graph.scalar(1e-30))
        }
        let factor = maximum(
            minimum(ratio / means, context.graph.scalar(1)), context.hyperparameter("minimum_ratio"))
        return factor * slope
    }
}
