import Primitives
import TensorCore
import Training

/// A normalised cross-entropy with a bounded loss beside it.
struct ActivePassiveLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "active-passive", family: "targets",
        summary:
            "Normalised cross-entropy, which is robust but underfits, with a passive loss that helps it.",
        formula: "α log p_y / Σ_k log p_k + β (1 − p_y)  or  + β Σ_{k≠y} −A p_k",
        citations: [
            "Ma, Huang, Wang, Romano, Erfani & Bailey 2020, Normalized loss functions for deep learning with noisy labels, "
                + "eqs. 6 and 11"
        ],
        parameters: [
            ParameterDeclaration(
                "passive", .choice(["rce", "mae"]), default: .text("rce"),
                "The passive loss: reverse cross-entropy, or half the mean absolute error."),
            .hyperparameter(
                "active_weight", symbol: "α", in: .nonNegative, default: 1,
                "The normalised cross-entropy's weight."),
            .hyperparameter(
                "passive_weight", symbol: "β", in: .nonNegative, default: 1, "The passive loss's weight."),
            .hyperparameter(
                "log_zero", symbol: "A", in: .openClosed(-100, 0), default: -4,
                "What stands for log 0 in the reverse cross-entropy."),
            .share,
        ],
        seams: ["loss"], purpose: "Label noise.", exclusive: [TargetRole.rowLoss],
        remarks: [
            "The weights are those for CIFAR-10, from memory of the paper.",
            "The authors' code clamps the target at 1e-4, which is A = −9.21.",
        ],
        tasks: [.classification])

    private let isReverse: Bool

    init(arguments: Arguments) { isReverse = arguments.text("passive") == "rce" }

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let (t, logP) = (pass.targets, pass.logProbabilities)
        let active = t * logP / logP.sumOverLastAxis()
        let p = logP.exponential()
        let passive: Tensor
        if isReverse {
            let logTargets = maximum(t.logarithm(), context.hyperparameter("log_zero")).stoppingGradient()
            passive = -(p * logTargets)
        } else {
            passive = t * (1 - p)
        }
        return context.hyperparameter("active_weight") * active
            + context.hyperparameter("passive_weight") * passive
    }
}
