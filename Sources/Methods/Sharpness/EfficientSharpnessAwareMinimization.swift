import Primitives
import TensorCore
import Training

/// SAM that perturbs some parameters and descends on some rows.
struct EfficientSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "esam", family: "sharpness",
        summary:
            "SAM that perturbs a random part of the parameters and descends on the rows that suffered most.",
        formula:
            "ε = ρ ∇L(w)/‖∇L(w)‖ · m/β,  m ~ Bernoulli(β);  g ← ∇L_{B⁺}(w + ε),  B⁺ the share γ of rows with the "
            + "largest ℓᵢ(w + ε) − ℓᵢ(w)",
        citations: [
            "Du, Yan, Feng, Zhou, Zhen, Goh & Tan 2022, Efficient sharpness-aware minimization for improved training of "
                + "neural networks, algorithm 1"
        ],
        parameters: [
            Ascent.radius(0.05),
            .hyperparameter(
                "beta", symbol: "β", in: .openClosed(0, 1), default: 0.5,
                "The share of the parameters that are perturbed."),
            ParameterDeclaration(
                "gamma", symbol: "γ", .real(.openClosed(0, 1)), default: .real(0.5),
                "The share of the rows that the second pass descends on."),
        ],
        costInPasses: 4.0 / 3 + 0.5, seams: ["gradient"],
        purpose: "Most of what SAM gains at a smaller cost: the second pass sees only the sharp rows.",
        exclusive: ["rows of the objective"],
        remarks: Ascent.remarks + [
            "Every parameter is masked on its own, as in the paper; the authors' code freezes whole tensors instead.",
            "At least one row is kept; where sharpness ties, earlier rows come first. The share of 0.5 for both is the paper's.",
        ])

    private let share: Double

    init(arguments: Arguments) { share = arguments.real("gamma") }

    var costInPasses: Double { 4.0 / 3 + share }

    func refusal(in composition: Composition) -> Diagnostic? {
        Ascent.refusal(of: [kept(of: composition.settings.batchSize)], in: composition)
    }

    private func kept(of rows: Int) -> Int { max(1, Int(share * Double(rows))) }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let graph = context.graph
        let beta = context.hyperparameter("beta")
        let ascent = Ascent.step(
            context.hyperparameter("rho"), along: objective.gradient(at: parameters))
        let draw = graph.uniform([context.layout.count], stream: context.stream("mask"))
        let point = parameters + select(beta .> draw, ascent * (1 / beta), graph.scalar(0))
        let sharpness = objective.rowLosses(at: point) - objective.rowLosses(at: parameters)
        let rows = context.batchSize
        let kept = kept(of: rows)
        guard kept < rows else { return objective.gradient(at: point) }
        // The place of every row in descending order: how many rows come before it.
        let (mine, others) = (sharpness.reshaped([rows, 1]), sharpness.reshaped([1, rows]))
        let isEarlier = graph.constant(
            (0..<rows * rows).map { $0 % rows < $0 / rows ? 1 : 0 }, [rows, rows])
        let precedes = (others .> mine) + (others .== mine) * isEarlier
        let place = precedes.sumOverLastAxis().reshaped([rows])
        let numbers = graph.constant((0..<rows).map { Float($0) }, [rows, 1])
        let order = numbers.scatteringRows(place, into: rows).reshaped([rows])
        return objective.restricted(to: order.slice(from: 0, [kept]), named: "sharp").gradient(at: point)
    }
}
