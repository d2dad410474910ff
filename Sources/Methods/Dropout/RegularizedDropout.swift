import Primitives
import TensorCore
import Training

/// R-Drop: two passes with different dropout must agree.
struct RegularizedDropout: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "r-drop", family: "dropout",
        summary:
            "Runs every batch twice under different dropout and penalises what the predictions differ by.",
        formula: "L₁ + L₂ + (α/2) (KL(p₁ ‖ p₂) + KL(p₂ ‖ p₁));  code: ½ (L₁ + L₂) in place of L₁ + L₂;  "
            + "regression: α (z₁ − z₂)² in place of the divergences",
        citations: [
            "Wu, Li, Wang, Meng, Qin, Chen, Zhang & Liu 2021, R-Drop: regularized dropout for neural networks, section 2.2"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "α", in: .nonNegative, default: 1, neutral: 0,
                "The weight of the divergence; at 0 the batch is run once, as always."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "paper: the losses of both passes are added (eq. 2); code: their mean is taken."),
        ],
        costInPasses: 2, seams: ["loss"],
        purpose: "Narrows the gap between a network trained with dropout and the same network without it.",
        remarks: [
            "Only with a method in the stack that draws in the forward pass (dropout and its like): without one both passes "
                + "are equal, the divergence is 0, and the loss is the plain one (code) or twice that (paper).",
            "The sum of the paper doubles the gradient against training without r-drop; the mean of its code does not, and "
                + "α counts twice as much there.",
            "The paper tunes α between 1 and 5. Its regression tasks use the squared difference of the outputs.",
        ])

    private let isPaper: Bool

    init(arguments: Arguments) { isPaper = arguments.text("variant") == "paper" }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let second = pass.again(named: "r-drop")
        var losses = inner(pass) + inner(second)
        if !isPaper { losses = 0.5 * losses }
        let (a, b) = (pass.outputs, second.outputs)
        var divergence: Tensor
        if context.task == .regression {
            divergence = (a - b).squared()
        } else {
            // KL(p ‖ q) + KL(q ‖ p), class by class.
            let (p, q) = (a.logSoftmax(), b.logSoftmax())
            divergence = 0.5 * ((p.exponential() - q.exponential()) * (p - q))
        }
        if losses.shape != divergence.shape {
            (losses, divergence) = (losses.sumOverLastAxis(), divergence.sumOverLastAxis())
        }
        return losses + context.hyperparameter("strength") * divergence
    }
}
