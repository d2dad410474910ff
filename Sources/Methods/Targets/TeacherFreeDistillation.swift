import Primitives
import TensorCore
import Training

/// Distillation from a teacher that is written down: a softened almost one-hot distribution.
struct TeacherFreeDistillation: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "teacher-free-distillation", family: "targets",
        summary:
            "Tf-KD by regularisation: distils from a virtual teacher that is right with a given probability.",
        formula: "(1 − α) L + α μ KL(softmax(q/τ) ‖ p),  q = a for the label, (1−a)/(K−1) elsewhere",
        citations: [
            "Yuan, Tay, Li, Wang & Feng 2020, Revisiting knowledge distillation via label smoothing regularization, "
                + "section 5.2; the authors' code (loss_kd_regularization)"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .closed(0, 1), default: 0.1, neutral: 0, "The teacher's share."),
            .hyperparameter(
                "temperature", symbol: "τ", in: .positive, default: 20, "The teacher's temperature."),
            .hyperparameter(
                "correct_probability", symbol: "a", in: .closed(0, 1), default: 0.99,
                "The teacher's probability of the label, before the temperature."),
            .hyperparameter(
                "multiplier", symbol: "μ", in: .nonNegative, default: 1, "Multiplies the divergence."),
        ],
        seams: ["loss"],
        purpose: "A stronger, flatter kind of label smoothing.",
        remarks: [
            "As in the authors' code the teacher's probabilities are softened as if they were logits, and the student's "
                + "are not softened: the teacher is almost uniform at high temperatures.",
            "The divergence is summed over classes. The code averages over classes and multiplies by up to 1000: its "
                + "multiplier over K is μ here.",
            "The formula was read in copies of the code, not in the paper.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let right = context.hyperparameter("correct_probability")
        let wrong = (1 - right) / Float(max(1, context.targetWidth - 1))
        let teacher = wrong + (right - wrong) * pass.targets
        let logTeacher = (teacher / context.hyperparameter("temperature")).logSoftmax()
        let divergence = logTeacher.exponential() * (logTeacher - pass.logProbabilities)
        let alpha = context.hyperparameter("alpha")
        return (1 - alpha) * inner(pass) + alpha * context.hyperparameter("multiplier") * divergence
    }
}
