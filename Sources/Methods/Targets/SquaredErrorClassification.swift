import Primitives
import TensorCore
import Training

/// The squared error between outputs and one-hot targets, in classification.
struct SquaredErrorClassification: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "squared-error", family: "targets",
        summary: "Trains a classifier with the squared error to the one-hot target.",
        formula: "(1/K) Σ_i (1 + (k − 1) t_i) (z_i − M t_i)²",
        citations: [
            "Hui & Belkin 2021, Evaluation of neural architectures trained with square loss vs cross-entropy in "
                + "classification tasks, section 2 and the rescaling of section 4"
        ],
        parameters: [
            .hyperparameter(
                "true_class_weight", symbol: "k", in: .positive, default: 1,
                "How much the true class counts against each other class."),
            .hyperparameter(
                "true_class_target", symbol: "M", in: .positive, default: 1,
                "The output asked of the true class."),
            .share,
        ],
        seams: ["loss"],
        purpose: "Classification without a softmax; the paper finds it on par with cross-entropy.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "The paper rescales (k and M above 1) only from some 40 classes on.",
            "The outputs are scores, not logits: likelihood and calibration, which take the softmax, say little.",
            "The formula of the rescaling is from memory; a summary of the paper confirms that it has k and M.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let t = pass.targets
        let weight = 1 + (context.hyperparameter("true_class_weight") - 1) * t
        let residual = pass.outputs - context.hyperparameter("true_class_target") * t
        return weight * residual.squared() / Float(context.targetWidth)
    }
}

/// Cross-entropy with the squared error of the other classes' outputs.
struct Squentropy: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "squentropy", family: "targets",
        summary: "Adds the mean squared logit of the classes that are not the label to cross-entropy.",
        formula: "L + λ / (K − 1) Σ_k (1 − t_k) z_k²",
        citations: ["Hui, Belkin & Wright 2023, Cut your losses with squentropy, eq. 1"],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1, neutral: 0,
                "The squared part's weight; the paper has 1.")
        ],
        seams: ["loss"],
        purpose:
            "Classification without a parameter to tune; the paper finds better calibration than cross-entropy's.",
        remarks: ["The formula is from memory of the paper."],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let others = (1 - pass.targets) * pass.outputs.squared()
        return inner(pass) + context.hyperparameter("strength") / Float(max(1, context.targetWidth - 1))
            * others
    }
}

/// The squared error between probabilities and targets.
struct BrierLoss: ReplacingLoss {
    static let declaration = ComponentDeclaration(
        id: "brier", family: "targets",
        summary: "The Brier score as the loss: the squared error of the probabilities.",
        formula: "Σ_k (p_k − t_k)²",
        citations: ["Brier 1950, Verification of forecasts expressed in terms of probability"],
        parameters: [.share],
        seams: ["loss"],
        purpose: "A proper score that is bounded: label noise and calibration.",
        exclusive: [TargetRole.rowLoss],
        remarks: ["Rows that are wrong with certainty have no gradient."],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func loss(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        (pass.probabilities - pass.targets).squared()
    }
}
