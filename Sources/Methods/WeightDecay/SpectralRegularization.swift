import Primitives
import TensorCore
import Training

/// A penalty on how far the largest singular values are from 1.
struct SpectralRegularization: Penalty {
    static let declaration = ComponentDeclaration(
        id: "spectral-regularization", family: "weight decay",
        summary:
            "Keeps the largest singular value of every weight close to 1, biases close to 0 and gains close to 1.",
        formula: "L + λ (Σ_W (σ₁(W)ᵏ − 1)² + Σ_b ‖b‖₂²ᵏ + Σ_γ Σ_i (γ_iᵏ − 1)²)",
        citations: [
            "Lewandowski, Bortkiewicz, Kumar, György, Schuurmans, Ostaszewski & Machado 2025, Learning continually by "
                + "spectral regularization, section 4"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-3, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "power", symbol: "k", .integer(1...8), default: .integer(2),
                "The power of the singular value: larger ones leave small values freer."),
            SpectralNorms.iterations,
        ],
        seams: ["penalty"],
        purpose: "Keeps a network trainable over a sequence of tasks.",
        remarks: [
            "The target 1 and the power iteration are from the paper; k = 2 and the terms of biases and gains are from "
                + "memory. The default strength is ours.",
            "One power iteration per step lags behind weights that change fast.",
        ])

    private let power: Int
    private let iterations: Int

    init(arguments: Arguments) {
        power = arguments.integer("power")
        iterations = arguments.integer("iterations")
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        func raised(_ x: Tensor) -> Tensor { (1..<power).reduce(x) { result, _ in result * x } }
        let terms: [Tensor] = context.tensors(of: parameters).compactMap { tensor in
            switch tensor.specification.role {
            case .weight: (raised(SpectralNorms.norm(tensor, iterations, context)) - 1).squared()
            case .bias: raised(tensor.value.squared().sum())
            case .gain: (raised(tensor.value) - 1).squared().sum()
            case .auxiliary: nil
            }
        }
        return context.hyperparameter("strength") * terms.dropFirst().reduce(terms[0], +)
    }
}
