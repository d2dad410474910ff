import Primitives
import TensorCore
import Training

/// Cross-entropy and the reverse cross-entropy together.
struct SymmetricCrossEntropy: RowLoss {
    static let declaration = ComponentDeclaration(
        id: "symmetric-cross-entropy", family: "targets",
        summary: "Adds the cross-entropy with predictions and targets exchanged, which tolerates noise.",
        formula: "−α Σ_k t_k log p_k − β Σ_k p_k max(log t_k, A)",
        citations: [
            "Wang, Ma, Chen, Luo, Yi & Bailey 2019, Symmetric cross entropy for robust learning with noisy labels, eqs. "
                + "5 to 7"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 0.1, neutral: 1, "Cross-entropy's weight."),
            .hyperparameter(
                "beta", symbol: "β", in: .nonNegative, default: 1, neutral: 0,
                "The reverse cross-entropy's weight."),
            .hyperparameter(
                "log_zero", symbol: "A", in: Interval.openClosed(-100, 0), default: -4,
                "What stands for log 0."),
        ],
        seams: ["loss"],
        purpose: "Label noise, with cross-entropy kept for hard classes.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "α and β are the paper's for CIFAR-10; for CIFAR-100 it has 6 and 0.1.",
            "A = −4 is the paper's; its authors' code clamps the target at 1e-4, which is A = −9.21.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let logTargets = maximum(pass.targets.logarithm(), context.hyperparameter("log_zero"))
            .stoppingGradient()
        return context.hyperparameter("alpha") * pass.plainTerms
            - context.hyperparameter("beta") * (pass.probabilities * logTargets)
    }
}
