import Primitives
import TensorCore
import Training

/// Weights that stop learning for good once their gradient has become small (GradES).
struct GradientEarlyStopping: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "grades", family: "gradient transforms",
        summary: "Freezes each weight matrix for good once the size of its gradient falls below a threshold.",
        formula:
            "after α T steps: frozen(W) ← frozen(W) or m(W) < τ;  m = ‖∇W‖₁, or ‖∇W − ∇W at the last step‖₁",
        citations: [
            "Wen, Zeng, Zhou, Liu, Hosseinzadeh, Su & Rawassizadeh 2025, GradES: significantly faster training in "
                + "transformers with gradient-based early stopping, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "threshold", symbol: "τ", in: .nonNegative, default: 0.023, neutral: 0,
                "The size below which a matrix stops learning; 0 stops nothing."),
            .hyperparameter(
                "alpha", symbol: "α", in: .closed(0, 1), default: 0.55,
                "The share of the fit in which nothing is frozen."),
            ParameterDeclaration(
                "monitor", .choice(["magnitude", "change"]), default: .text("magnitude"),
                "What must be small: the gradient itself, or how much it changes from step to step."),
        ],
        seams: ["update"],
        purpose: "Early stopping for each matrix, without validation rows.",
        remarks: [
            "τ depends on the scale of the loss and the size of the matrix: sweep it. The defaults are those of the "
                + "authors' example.",
            "The paper's abstract speaks of magnitudes, versions of its code of changes; that both use the sum of absolute "
                + "values is from memory.",
            "Biases and gains go on learning. A frozen matrix is frozen for the rest of the fit, also where a schedule "
                + "raises τ to 0 later for the others.",
            "It looks at the gradient that the optimiser gets, after clipping and the like; a frozen matrix's gradient still "
                + "counts in global norms.",
        ])

    private let usesChange: Bool

    init(arguments: Arguments) { usesChange = arguments.text("monitor") == "change" }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        var watched = gradient
        if usesChange {
            watched = gradient - context.state("last gradient", count: gradient.shape.count)
            context.assign(gradient, to: "last gradient")
        }
        let mayFreeze = 1 - (context.hyperparameter("alpha") .> context.clock(.progress))
        let sizes = context.weights(of: watched).map { $0.value.absolute().sum().reshaped([1]) }
        let isSmall = mayFreeze * (context.hyperparameter("threshold") .> concatenate(sizes, axis: 0))
        let frozen = maximum(context.state("frozen", count: sizes.count), isSmall)
        context.assign(frozen, to: "frozen")
        return select(mask(frozen, context), parameters, updated)
    }

    /// 1 in frozen matrices.
    private func mask(_ frozen: Tensor, _ context: MethodContext) -> Tensor {
        let layout = context.layout
        return context.spread(
            layout.specifications.indices.map { index in
                layout.weights.firstIndex(of: index).map { frozen.slice(from: $0, []) }
                    ?? context.graph.scalar(0)
            })
    }
}
