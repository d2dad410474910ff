import Primitives
import TensorCore
import Training

/// A step size of its own for every parameter, from signs of gradients.
struct ResilientBackpropagation: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "rprop", family: "optimisers",
        summary: "Resilient backpropagation: steps by the signs of gradients, longer while signs agree.",
        formula:
            "Δ ← min(η₊ Δ, Δmax) where g g' > 0;  Δ ← max(η₋ Δ, Δmin) and g ← 0 where g g' < 0;  w ← w − Δ sign(g)",
        citations: [
            "Riedmiller & Braun 1993, A direct adaptive method for faster backpropagation learning: the RPROP algorithm",
            "Igel & Hüsken 2000, Improving the Rprop learning algorithm, section 2.4 (iRprop−)",
        ],
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "Δ₀", in: .nonNegative, default: 0.01,
                "The step of every parameter at first; later values of a schedule do nothing."),
            .hyperparameter(
                "decrease", symbol: "η₋", in: .open(0, 1), default: 0.5, "Factor where the sign changed."),
            .hyperparameter(
                "increase", symbol: "η₊", in: Interval.positive, default: 1.2, "Factor where the sign stayed."
            ),
            .hyperparameter(
                "minimum_step", symbol: "Δmin", in: .nonNegative, default: 1e-6, "The shortest step."),
            .hyperparameter("maximum_step", symbol: "Δmax", in: .positive, default: 50, "The longest step."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Full batches: the noise of small batches flips signs and shortens every step.",
        remarks: ["Without weight backtracking (iRprop−), as in PyTorch."])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let count = gradient.shape.count
        let zero = context.graph.scalar(0)
        let isFirst = Moments.isFirst(context)
        let old = select(isFirst, context.learningRate, context.state("step size", count: count))
        let agreement = gradient * context.state("previous gradient", count: count)
        let (agrees, differs) = (agreement .> zero, zero .> agreement)
        let longer = old * context.hyperparameter("increase")
        let shorter = old * context.hyperparameter("decrease")
        let wanted = select(agrees, longer, select(differs, shorter, old))
        let step = minimum(
            maximum(wanted, context.hyperparameter("minimum_step")), context.hyperparameter("maximum_step"))
        let used = select(differs, zero, gradient)
        context.assign(step, to: "step size")
        context.assign(used, to: "previous gradient")
        return parameters - step * Moments.sign(used)
    }
}
