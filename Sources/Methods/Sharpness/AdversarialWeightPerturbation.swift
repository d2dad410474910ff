import Primitives
import TensorCore
import Training

/// SAM with a radius of its own for every weight, relative to its norm.
struct AdversarialWeightPerturbation: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "adversarial-weight-perturbation", family: "sharpness",
        summary: "Takes the gradient where every weight tensor moved uphill by a fraction of its norm.",
        formula: "v_l = γ ‖w_l‖ ∇_l L(w) / ‖∇_l L(w)‖ for every weight l;  g ← ∇L(w + v)",
        citations: [
            "Wu, Xia & Wang 2020, Adversarial weight perturbation helps robust generalization, eqs. 8 to 11"
        ],
        parameters: [
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 0.01, neutral: 0,
                "The length of the perturbation relative to the weight's.")
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Against robust overfitting in adversarial training; without it a SAM that knows layers.",
        remarks: Ascent.remarks + [
            "Biases and gains stay where they are. With adversarial inputs, which a batch transform of the stack makes, it "
                + "is the method of the paper (one ascent step); the default is the authors'."
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let reference = context.tensors(of: parameters)
        let perturbation = context.mapTensors(of: objective.gradient(at: parameters)) { tensor in
            guard tensor.specification.role == .weight else {
                return context.graph.scalar(0).broadcast(to: tensor.specification.shape)
            }
            return reference[tensor.index].value.euclideanNorm() * Ascent.unit(tensor.value)
        }
        return objective.gradient(at: parameters + context.hyperparameter("gamma") * perturbation)
    }
}
