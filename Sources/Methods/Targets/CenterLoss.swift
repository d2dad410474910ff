import Primitives
import TensorCore
import Training

/// Hidden activations drawn to the centre of their class.
struct CenterLoss: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "center-loss", family: "targets",
        summary: "Draws the last hidden layer's activations to a moving centre of their class.",
        formula: "L + (λ/2) mean_i ‖h_i − c_{y_i}‖²,  c_k ← c_k − α Σ_{i: y_i = k} (c_k − h_i) / (1 + n_k)",
        citations: [
            "Wen, Zhang, Li & Qiao 2016, A discriminative feature learning approach for deep face recognition, eqs. 2 to 5"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.003, neutral: 0, "The term's weight."),
            .hyperparameter(
                "center_rate", symbol: "α", in: .closed(0, 1), default: 0.5, "How fast the centres follow."),
        ],
        seams: ["objective"],
        purpose: "Classes that should be compact in the last hidden layer.",
        remarks: [
            "The centres start at 0 and move after they were used; n_k are the rows of class k in the batch.",
            "The defaults are those for MNIST, from memory of the paper.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? {
        guard !composition.sites.contains(where: { $0.kind == .hidden }) else { return nil }
        return Diagnostic(
            "the model has no hidden layer with centres", remedy: "give it one, or leave the method out")
    }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        guard let h = pass.lastHidden else { return context.graph.scalar(0) }
        let classes = context.targetWidth
        let centres = context.state("centres", [classes, h.shape[1]], start: .filled(.constant(0)))
        let labels = pass.targets.topOfRow()
        let counts = labels.sum(over: [0]).reshaped([classes, 1])
        let sums = matmul(labels, h.stoppingGradient(), transposeA: true)
        let step = (counts * centres - sums) / (1 + counts)
        context.assigningWhileOn {
            context.assign(centres - context.hyperparameter("center_rate") * step, to: "centres")
        }
        return 0.5 * context.hyperparameter("strength")
            * pass.meanOverRows((h - matmul(labels, centres)).squared())
    }
}
