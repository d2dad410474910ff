import Primitives
import TensorCore
import Training

/// Sophia with Hutchinson's estimate.
struct SophiaH: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sophia-h", family: "optimisers",
        summary: "Second-order clipped steps; the Hessian's diagonal from products with random vectors.",
        formula: SophiaRule.formula + ";  ĥ = z ⊙ (∇²L z), z ~ N(0, I)",
        citations: SophiaRule.citations, parameters: SophiaRule.parameters(gamma: 0.01), costInPasses: 1.2,
        isOptimizer: true, seams: ["update"],
        purpose: "Steps that are long in flat directions and no longer than the rate in steep ones.",
        remarks: SophiaRule.remarks + ["The Hessian is that of the whole objective, penalties included."])

    private let rule: SophiaRule

    init(arguments: Arguments) { rule = SophiaRule(arguments) }

    var period: Int { rule.period }
    var costInPasses: Double { 1 + 2 / Double(rule.period) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        rule.step(parameters, gradient, context) {
            let draw = context.graph.normal([parameters.shape.count], stream: context.stream("direction"))
            return draw
                * hessianVectorProduct(
                    of: context.objective.value(at: parameters), withRespectTo: [parameters], along: [draw])[
                    0]
        }
    }
}
