import Primitives
import TensorCore
import Training

/// The gradient at a random nearby point, mixed with the plain one.
struct RandomWeightPerturbation: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "random-weight-perturbation", family: "sharpness",
        summary: "Mixes the gradient with the one at a random perturbation whose size follows the weights'.",
        formula:
            "g ← (1 − α) ∇L(w) + α ∇L(w + ε),  ε ~ N(0, σ² ‖w_j‖²) per unit j (its incoming weights w_j)",
        citations: [
            "Li, Yan, Lei, Wu, Fang, Yang & Huang 2022, Efficient generalization improvement guided by random weight "
                + "perturbation",
            "Li, Tao, Yan, Lei, Wu, Fang, He & Huang 2024, Revisiting random weight perturbation for efficiently improving "
                + "generalization (m-RWP)",
        ],
        parameters: [
            .hyperparameter(
                "sigma", symbol: "σ", in: .nonNegative, default: 0.01, neutral: 0,
                "The standard deviation relative to a unit's norm (γ in the authors' code)."),
            .hyperparameter(
                "alpha", symbol: "α", in: .closed(0, 1), default: 0.5,
                "The share of the perturbed gradient; 1 is random weight perturbation alone."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose:
            "The expected loss around the parameters instead of the worst: both passes could run at once.",
        remarks: Ascent.remarks + [
            "The authors' code takes the two gradients on two batches; here both are of the step's batch.",
            "As there, a bias or gain has the norm of its whole tensor.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let noise = context.graph.normal([context.layout.count], stream: context.stream("noise"))
        let draws = context.tensors(of: noise)
        let perturbation = context.mapTensors(of: parameters) { tensor in
            guard tensor.specification.role == .weight else {
                return draws[tensor.index].value * tensor.value.euclideanNorm()
            }
            let norms = tensor.matrix.squared().sum(over: [0], keepingAxes: true).squareRoot()
            return draws[tensor.index].matrix * norms
        }
        let alpha = context.hyperparameter("alpha")
        let moved = parameters + context.hyperparameter("sigma") * perturbation
        return (1 - alpha) * objective.gradient(at: parameters) + alpha * objective.gradient(at: moved)
    }
}
