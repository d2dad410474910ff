import Primitives
import TensorCore
import Training

/// Momentum, orthogonalised, for matrices; AdamW for the rest.
struct Muon: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "muon", family: "optimisers",
        summary: "Momentum orthogonalised by Newton–Schulz: weight matrices step in all directions alike.",
        formula:
            "M ← μ M + g;  O = NS₅(g + μ M) (or NS₅(M));  w ← w − η (√max(1, outputs/inputs) O + λ w);  Adam elsewhere",
        citations: [
            "Jordan, Jin, Boza, You, Cesista, Newhouse & Bernstein 2024, Muon: an optimizer for hidden layers in neural "
                + "networks",
            "Kovalev 2025, Understanding gradient orthogonalization for deep learning via non-Euclidean trust-region "
                + "optimization",
        ],
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "η", in: .nonNegative, default: 0.02, "The step size of matrices."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.95, "How much of the velocity stays."
            ),
            ParameterDeclaration(
                "nesterov", .boolean, default: .boolean(true),
                "Whether the step looks ahead along the velocity."),
            ParameterDeclaration(
                "iterations", .integer(1...20), default: .integer(5), "Newton–Schulz iterations."),
            ParameterDeclaration(
                "scale", .choice(["aspect", "rms", "none"]), default: .text("aspect"),
                "Factor of a matrix's step: √max(1, outputs/inputs), 0.2 √max(inputs, outputs), or 1."),
            ParameterDeclaration(
                "matrices", .choice(["weights", "hidden"]), default: .text("weights"),
                "Which weights are orthogonalised: all, or neither the first nor the last."),
            .hyperparameter(
                "adam_learning_rate", in: .nonNegative, default: 3e-4,
                "The step size of Adam, for all other tensors."),
            .hyperparameter(
                "beta1", symbol: "β₁", in: .halfOpen(0, 1), default: 0.9, "Adam's decay of the first moment."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.95,
                "Adam's decay of the second moment."),
            .hyperparameter("epsilon", symbol: "ε", in: .positive, default: 1e-10, "Added to its root."),
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose: "Hidden layers: the steepest descent in the spectral norm.",
        remarks: [
            "The authors orthogonalise hidden weights only and leave the first and last layers to Adam: `matrices: hidden`. "
                + "A network of one hidden layer has no hidden weight in that sense.",
            "Kernels count as matrices of fan-in × outputs. Singular values come out between about 0.7 and 1.2, those "
                + "near 0 smaller; the authors compute in bfloat16.",
            "With decay the spectral norm of a weight stays below that of a step over λ.",
            "About 15 small matrix products per weight and step.",
        ])

    private let decay: OwnDecay
    private let isNesterov: Bool
    private let iterations: Int
    private let scale: String
    private let onlyHidden: Bool

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        isNesterov = arguments.boolean("nesterov")
        iterations = arguments.integer("iterations")
        scale = arguments.text("scale")
        onlyHidden = arguments.text("matrices") == "hidden"
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let momentum = context.hyperparameter("momentum")
        let velocity = (momentum * context.state("velocity", count: gradient.shape.count) + gradient)
            .flushingSubnormals()
        context.assign(velocity, to: "velocity")
        let ahead = context.tensors(of: isNesterov ? gradient + momentum * velocity : velocity)
        let plain = AdamRule.direction(gradient, context)
        func isOrthogonalized(_ index: Int) -> Bool {
            Orthogonalization.isMatrix(context.layout.specifications[index])
                && (!onlyHidden || context.layout.position(of: index) == .hidden)
        }
        let direction = context.mapTensors(of: plain) { tensor in
            guard isOrthogonalized(tensor.index) else { return tensor.value }
            let matrix = ahead[tensor.index].matrix
            return factor(matrix.shape) * Orthogonalization.rough(matrix, iterations: iterations)
        }
        let rates = context.spread(
            context.layout.specifications.indices.map {
                isOrthogonalized($0) ? context.learningRate : context.hyperparameter("adam_learning_rate")
            })
        return parameters - rates * (direction + decay(parameters, context))
    }

    private func factor(_ shape: Shape) -> Float {
        let (inputs, outputs) = (Float(shape[0]), Float(shape[1]))
        switch scale {
        case "aspect": return max(1, outputs / inputs).squareRoot()
        case "rms": return 0.2 * max(inputs, outputs).squareRoot()
        default: return 1
        }
    }
}
