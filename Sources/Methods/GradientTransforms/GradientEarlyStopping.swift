import Primitives
import TensorCore
import Training

/// Weights that stop learning for good once their gradient has become small (GradES).
struct GradientEarlyStopping: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "grades", family: "gradient transforms",
        summary: "Freezes each weight matrix for good once the size of its gradient falls below a threshold.",
        formula:
            "after α T steps: frozen(W) ← frozen(W) or ‖∇W‖₁ < τ;  in the authors' code ‖W − W at the last step‖₁ < τ",
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
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "paper: the gradient must be small, and the step is not taken; code: the step must have been small."
            ),
        ],
        seams: ["update"],
        purpose: "Early stopping for each matrix, without validation rows.",
        remarks: [
            "τ depends on the scale of the loss and the size of the matrix: sweep it. The defaults are those of the "
                + "authors' example.",
            "The authors' code was compared; that the paper's size of a gradient is the sum of absolute values too is from "
                + "memory.",
            "Code: τ = 1e-4 and α = 0.3 are its own defaults, on the scale of steps.",
            "Biases and gains go on learning. A frozen matrix is frozen for the rest of the fit; while a schedule has τ at 0 "
                + "nothing is.",
            "It looks at the gradient that the optimiser gets, after clipping and the like; a frozen matrix's gradient still "
                + "counts in global norms.",
        ])

    private let watchesSteps: Bool

    init(arguments: Arguments) { watchesSteps = arguments.text("variant") == "code" }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let count = context.layout.weights.count
        let before = context.state("frozen", count: count)
        let stopped = select(mask(before, context), parameters, updated)
        let watched = watchesSteps ? stopped - parameters : gradient
        let sizes = context.weights(of: watched).map { $0.value.absolute().sum().reshaped([1]) }
        let mayFreeze = 1 - (context.hyperparameter("alpha") .> context.clock(.progress))
        let isSmall = mayFreeze * (context.hyperparameter("threshold") .> concatenate(sizes, axis: 0))
        let after = maximum(before, isSmall)
        context.assign(after, to: "frozen")
        return watchesSteps ? stopped : select(mask(after, context), parameters, updated)
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
