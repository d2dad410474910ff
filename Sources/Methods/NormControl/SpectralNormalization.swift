import Primitives
import TensorCore
import Training

/// Weights divided by their largest singular value.
struct SpectralNormalization: Reparameterization {
    static let declaration = ComponentDeclaration(
        id: "spectral-normalization", family: "weight decay",
        summary: "Divides each weight matrix by an estimate of its largest singular value.",
        formula: "W̄ = c W / σ(W),  σ ≈ uᵀ W v,  v ← Wᵀu/‖Wᵀu‖,  u ← W v/‖W v‖ once per step",
        citations: [
            "Miyato, Kataoka, Koyama & Yoshida 2018, Spectral normalization for generative adversarial networks, "
                + "algorithm 1"
        ],
        parameters: [
            WeightScope.declaration(default: .all),
            .hyperparameter(
                "coefficient", symbol: "c", in: .positive, default: 1,
                "The largest singular value afterwards."),
            ParameterDeclaration(
                "power_iterations", .integer(1...100), default: .integer(1), "Power iterations per step."),
        ],
        seams: ["reparameterisation"],
        purpose: "Bounds the network's Lipschitz constant by the product of its layers' coefficients.",
        exclusive: ["weight scale"],
        remarks: [
            "u passes from step to step; the gradient flows through σ with u and v held fixed.",
            "Evaluation iterates from the u of the last step, and keeps what it finds to itself.",
            "Kernels are taken as matrices of window × channels by filters, which bounds the convolution's norm only up "
                + "to a factor.",
            "PyTorch iterates 15 times before the first step; here, as in the paper, the first steps' σ is a rough one.",
        ])

    private let scope: WeightScope
    private let iterations: Int

    init(arguments: Arguments) {
        scope = WeightScope(arguments)
        iterations = arguments.integer("power_iterations")
    }

    func acts(on parameter: ParameterSpecification) -> Bool { scope.acts(on: parameter) }

    func refusal(in composition: Composition) -> Diagnostic? { scope.refusal(in: composition) }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard scope.acts(on: parameter, of: context.layout) else { return value }
        // Units are columns here: as in the paper, the vector that persists has one element per unit.
        let matrix = value.reshaped(parameter.matrixShape)
        let norm = context.spectralNorm(
            of: matrix.transposed(), iterations: iterations, keptAs: "left/\(parameter.name)")
        return value * (context.hyperparameter("coefficient") / PenaltyAlgebra.nonZero(norm))
    }
}
