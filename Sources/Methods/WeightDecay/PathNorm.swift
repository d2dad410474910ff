import Primitives
import TensorCore
import Training

/// The sum over all paths from an input to an output of the products of weights along them.
struct PathNorm: Penalty {
    static let declaration = ComponentDeclaration(
        id: "path-norm", family: "weight decay",
        summary:
            "Adds the sum over all paths through the network of the products of their weights' powers to the loss.",
        formula: "L + λ Σ_paths Π |w|ᵖ = L + λ 1ᵀ |W_1|ᵖ |W_2|ᵖ … |W_L|ᵖ 1",
        citations: [
            "Neyshabur, Tomioka & Srebro 2015, Norm-based capacity control in neural networks, section 3",
            "Neyshabur, Salakhutdinov & Srebro 2015, Path-SGD: path-normalized optimization in deep neural networks, "
                + "section 3",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "power", symbol: "p", .integer(1...2), default: .integer(2),
                "The power of the weights: 2 for the squared ℓ2 path norm, 1 for the ℓ1 path norm."),
        ],
        seams: ["penalty"],
        purpose:
            "A norm of the function: rescaling a ReLU unit's weights between its two sides leaves it as it is.",
        remarks: [
            "The p-th power of the path norm, as in the dynamic program of the paper; biases are no part of it.",
            "For networks that are a chain of weights only: mlp and linear.",
        ])

    private let power: Int

    init(arguments: Arguments) { power = arguments.integer("power") }

    func refusal(in composition: Composition) -> Diagnostic? {
        if ["mlp", "linear"].contains(composition.modelUse.id) { return nil }
        return Diagnostic(
            "path-norm knows the paths of plain feed-forward networks only, not of \(composition.modelUse.id)",
            remedy: "use the model mlp or linear, or another penalty")
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let weights = context.weights(of: parameters).map(\.matrix)
        let ones = context.graph.scalar(1).broadcast(to: [1, weights[0].shape[0]])
        let paths = weights.reduce(ones) { matmul($0, power == 2 ? $1.squared() : $1.absolute()) }
        return context.hyperparameter("strength") * paths.sum()
    }
}
