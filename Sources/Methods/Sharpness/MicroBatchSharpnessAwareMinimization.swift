import Primitives
import TensorCore
import Training

/// SAM in which every few rows have an ascent of their own.
struct MicroBatchSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "m-sam", family: "sharpness",
        summary: "SAM with an ascent of its own for every group of m rows of the batch.",
        formula: "g ← Σ_j (|B_j|/|B|) ∇L_j(w + ρ ∇L_j(w) / ‖∇L_j(w)‖₂),  B_j groups of m rows",
        citations: [
            "Foret, Kleiner, Mobahi & Neyshabur 2021, Sharpness-aware minimization for efficiently improving "
                + "generalization, section 4.1 (m-sharpness)"
        ],
        parameters: [
            .hyperparameter(
                "rho", symbol: "ρ", in: .nonNegative, default: 0.05, "The radius of the ball."),
            ParameterDeclaration(
                "rows", symbol: "m", .integer(0...1_000_000), default: .integer(8), neutral: .integer(0),
                "Rows per group; 0 switches the method off."),
        ],
        costInPasses: 7.0 / 3, seams: ["gradient"],
        purpose:
            "Smaller groups find flatter minima than SAM on the whole batch, and need no more arithmetic.",
        exclusive: ["rows of the objective"],
        remarks: Ascent.remarks + [
            "Groups are consecutive rows of the shuffled batch; the last one may be smaller.",
            "At radius 0 it is the gradient of the batch up to rounding, and not where rows share statistics (batch norm); "
                + "a group draws its own random numbers.",
        ])

    private let rows: Int

    init(arguments: Arguments) { rows = arguments.integer("rows") }

    var costInPasses: Double { rows == 0 ? 1 : Self.declaration.costInPasses }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard rows > 0 else { return nil }
        let batch = composition.settings.batchSize
        let last = batch % rows
        return Ascent.refusal(of: [min(rows, batch)] + (last > 0 ? [last] : []), in: composition)
    }

    /// No group is formed at its neutral setting.
    var isGated: Bool { false }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        guard rows > 0 else { return objective.gradient(at: parameters) }
        let rho = context.hyperparameter("rho")
        var result: Tensor?
        for first in stride(from: 0, to: context.batchSize, by: rows) {
            let count = min(rows, context.batchSize - first)
            let index = context.graph.constant((first..<first + count).map { Float($0) }, [count])
            let group = objective.restricted(to: index, named: "group\(first / rows)")
            let ascent = Ascent.step(rho, along: group.gradient(at: parameters))
            let zero = context.graph.scalar(0)
            let slope = group.gradient(at: parameters + select(rho .> zero, ascent, zero))
            let share = Float(count) / Float(context.batchSize) * slope
            result = result.map { $0 + share } ?? share
        }
        return result!
    }
}
