import Primitives
import TensorCore
import Training

/// One step of the optimiser for the mean gradient of several batches.
struct GradientAccumulation: OptimizerTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-accumulation", family: "gradient transforms",
        summary: "Collects the gradients of several batches and lets the optimiser step on their mean.",
        formula: "every k-th step: w ← step(w, (g₁ + … + gₖ) / k);  else w stays",
        citations: ["Ott, Edunov, Grangier & Auli 2018, Scaling neural machine translation, section 3.2"],
        parameters: [
            ParameterDeclaration(
                "every", symbol: "k", .integer(1...1_000_000), default: .integer(4), neutral: .integer(1),
                "Batches per step of the optimiser.")
        ],
        seams: ["update"],
        purpose: "Large batches in the memory of small ones.",
        remarks: [
            "The optimiser's states move only when it steps; learning-rate schedules count every batch.",
            "Means and norms over the batch are those of the small batches.",
            "Batches after the last multiple of k in a fit are without effect; a count passes from epoch to epoch.",
            "What acts beside the optimiser (decoupled-weight-decay, averages) acts after every batch.",
            "Each batch counts the same, also a smaller last one.",
        ])

    private let every: Int

    init(arguments: Arguments) { every = arguments.integer("every") }

    func refusal(in composition: Composition) -> Diagnostic? {
        every > 1 ? composition.refusalOfPeriodicOptimizer : nil
    }

    func update(
        _ parameters: Tensor, gradient: Tensor, using inner: (Tensor, Tensor) -> Tensor,
        _ context: MethodContext
    ) -> Tensor {
        guard every > 1 else { return inner(parameters, gradient) }
        let zero = context.graph.scalar(0)
        let sum = context.state("sum", count: parameters.shape.count) + gradient
        let count = context.state("count", count: 1) + 1
        let isFull = count .== context.graph.scalar(Float(every))
        let stepped = context.assigning(where: isFull) { inner(parameters, sum / Float(every)) }
        context.assign(select(isFull, zero, sum), to: "sum")
        context.assign(select(isFull, zero, count), to: "count")
        return select(isFull, stepped, parameters)
    }
}

extension Composition {
    /// The complaint of a method that lets the optimiser step in some batches only, where the optimiser does special
    /// work every few batches: the two might never meet.
    var refusalOfPeriodicOptimizer: Diagnostic? {
        guard let type = MethodCatalogue.type(named: optimizer.id),
            type.init(arguments: optimizer.arguments).period > 1
        else { return nil }
        return Diagnostic(
            "\(optimizer.id) does part of its work every few batches, not all of which it makes a step in",
            remedy: "set its period to 1, or choose another optimiser")
    }
}
