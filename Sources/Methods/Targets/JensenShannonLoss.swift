import Primitives
import TensorCore
import Training

/// The weighted Jensen-Shannon divergence of target and prediction.
struct JensenShannonLoss: RowLoss {
    static let declaration = ComponentDeclaration(
        id: "jensen-shannon", family: "targets",
        summary: "The scaled Jensen-Shannon divergence between target and prediction as the loss.",
        formula: "[π KL(t ‖ m) + (1−π) KL(p ‖ m)] / (−(1−π) log(1−π)),  m = π t + (1−π) p",
        citations: [
            "Englesson & Azizpour 2021, Generalized Jensen-Shannon divergence loss for learning with noisy labels, "
                + "section 3 (JS)"
        ],
        parameters: [
            .hyperparameter(
                "pi", symbol: "π", in: .halfOpen(0, 1), default: 0.5, neutral: 0,
                "The target's weight: towards 0 the loss becomes cross-entropy, towards 1 the mean absolute error."
            )
        ],
        seams: ["loss"],
        purpose: "Label noise, with one parameter between fast fitting and robustness.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "The paper tunes π by noise rate; 0.5 is the divergence that bears the name.",
            "The generalised form with predictions of several augmented views is not included.",
            "m is held above 1e-7 inside the logarithm, as in the authors' code.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let weight = context.hyperparameter("pi")
        let rest = 1 - weight
        let (logP, t) = (pass.logProbabilities, pass.targets)
        let p = logP.exponential()
        let logMixture = (weight * t + rest * p).atLeast(1e-7).logarithm()
        let zero = context.graph.scalar(0)
        let isThere = t .> zero
        let logTarget = select(isThere, t, context.graph.scalar(1)).logarithm()
        let divergence = weight * t * (logTarget - logMixture) + rest * p * (logP - logMixture)
        return divergence / (-rest * (-weight).logarithmOfOnePlus())
    }
}
