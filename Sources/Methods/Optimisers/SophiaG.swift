import Primitives
import TensorCore
import Training

/// Sophia with the Gauss–Newton–Bartlett estimate.
struct SophiaG: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sophia-g", family: "optimisers",
        summary:
            "Second-order clipped steps; the Hessian's diagonal from gradients at labels that the model draws.",
        formula: SophiaRule.formula + ";  ĥ = B ∇L̂ ⊙ ∇L̂, L̂ the mean loss at labels drawn from the softmax",
        citations: SophiaRule.citations, parameters: SophiaRule.parameters(gamma: 0.05), costInPasses: 1.1,
        isOptimizer: true, seams: ["update"],
        purpose: "Steps that are long in flat directions and no longer than the rate in steep ones.",
        remarks: SophiaRule.remarks + [
            "The estimate is of the plain cross-entropy: losses, penalties and weights of rows do not enter it."
        ],
        tasks: [.classification])

    private let rule: SophiaRule

    init(arguments: Arguments) { rule = SophiaRule(arguments) }

    var period: Int { rule.period }
    var costInPasses: Double { 1 + 2 / 3 / Double(rule.period) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        rule.step(parameters, gradient, context) {
            var pass = context.forward(parameters, context.batch)
            pass.targets = Self.labels(pass.outputs, context)
            let loss = pass.plainTerms.sum() / Float(context.batchSize)
            let slope = TensorCore.gradient(of: loss, withRespectTo: [parameters])[0].flushingSubnormals()
            return Float(context.batchSize) * slope.squared()
        }
    }

    /// One-hot rows drawn from the softmax of the logits, by the inverse of its distribution function.
    static func labels(_ logits: Tensor, _ context: MethodContext) -> Tensor {
        let classes = logits.shape[1]
        let upTo = context.graph.constant(
            (0..<classes * classes).map { $0 / classes <= $0 % classes ? 1 : 0 }, [classes, classes])
        let cumulative = matmul(logits.logSoftmax().exponential(), upTo).stoppingGradient()
        let draw = context.graph.uniform([logits.shape[0], 1], stream: context.stream("labels"))
        // The last class takes what rounding leaves.
        let isLast = context.graph.constant((0..<classes).map { $0 == classes - 1 ? 1 : 0 }, [1, classes])
        let reached = maximum(cumulative .> draw, isLast)
        return reached
            - reached.slice(axis: 1, from: 0, count: classes - 1).padded(axis: 1, before: 1, after: 0)
    }
}
