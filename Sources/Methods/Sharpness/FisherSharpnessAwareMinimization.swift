import Primitives
import TensorCore
import Training

/// SAM in the ellipsoid of the Fisher information.
struct FisherSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "fisher-sam", family: "sharpness",
        summary: "SAM in an ellipsoid that the diagonal Fisher information spans instead of a ball.",
        formula: "g ← ∇L(w + ρ f⁻¹ ∇L(w) / √(∇L(w)ᵀ f⁻¹ ∇L(w))),  f = 1 + η (∇L(w))² elementwise",
        citations: [
            "Kim, Li, Hu & Hospedales 2022, Fisher SAM: Information geometry and sharpness aware minimisation, section 3"
        ],
        parameters: [
            .hyperparameter(
                "rho", symbol: "ρ", in: .nonNegative, default: 0.1, neutral: 0,
                "The radius of the ellipsoid (γ in the paper)."),
            .hyperparameter(
                "eta", symbol: "η", in: .nonNegative, default: 1,
                "The weight of the Fisher information; 0 is SAM."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Measures neighbourhoods by how far they move the predictions rather than the parameters.",
        remarks: Ascent.remarks + [
            "The Fisher information is approximated by the squared gradient of the batch, regularised to 1 + η f; this "
                + "regularisation and the defaults are from memory of the paper."
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let natural = slope / (1 + context.hyperparameter("eta") * slope.squared())
        let length = Ascent.inner(slope, natural).squareRoot() + 1e-12
        return objective.gradient(at: parameters + context.hyperparameter("rho") / length * natural)
    }
}
