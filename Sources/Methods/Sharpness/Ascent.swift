import Primitives
import TensorCore
import Training

/// What the methods that climb the loss before they descend it share.
enum Ascent {
    /// x / (‖x‖ + 1e-12); the added number keeps a vanished gradient from becoming 0/0.
    static func unit(_ x: Tensor) -> Tensor { x * (1 / (x.euclideanNorm() + 1e-12)) }

    /// ρ x / (‖x‖ + 1e-12).
    static func step(_ rho: Tensor, along x: Tensor) -> Tensor { rho / (x.euclideanNorm() + 1e-12) * x }

    /// ⟨a, b⟩, a scalar.
    static func inner(_ a: Tensor, _ b: Tensor) -> Tensor { (a * b).sum() }

    /// What is left of `a` without its component along `b`; all of it where `b` has vanished.
    static func orthogonal(_ a: Tensor, to b: Tensor) -> Tensor {
        let unit = unit(b)
        return a - inner(a, unit) * unit
    }

    /// x, shortened to length `radius` where it is longer.
    static func clipped(_ x: Tensor, to radius: Tensor) -> Tensor {
        let norm = x.euclideanNorm()
        let one = x.graph.scalar(1)
        return select(norm .> radius, radius / maximum(norm, x.graph.scalar(1e-30)), one) * x
    }

    /// The radius of the ball, as most of the family declare it.
    static func radius(_ value: Double) -> ParameterDeclaration {
        .hyperparameter(
            "rho", symbol: "ρ", in: .nonNegative, default: value, neutral: 0, "The radius of the ball.")
    }

    /// The complaint of a method that takes `rows` rows of a batch by themselves, where the model needs more of them.
    static func refusal(of rows: [Int], in composition: Composition) -> Diagnostic? {
        let least = composition.model.minimumBatchRows
        guard let fewest = rows.min(), fewest < least else { return nil }
        return Diagnostic(
            "it would take \(fewest) row\(fewest == 1 ? "" : "s") of a batch alone, and the model, which normalises over "
                + "rows, needs at least \(least)",
            remedy: "let it take more rows, or use a model without batch norm")
    }

    /// What holds of every method of the family.
    static let remarks = [
        "All passes see the same batch and the same random draws; a penalty of the stack is part of L in each.",
        "The reported training loss is that of the first pass, which alone updates running statistics (batch norm).",
    ]
}
