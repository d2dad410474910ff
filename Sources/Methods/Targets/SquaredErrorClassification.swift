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
