import Primitives
import TensorCore
import Training

/// Matrices with their singular values replaced by 1, by iterations of matrix products.
enum Orthogonalization {
    /// X ← a X + b (XXᵀ) X + c (XXᵀ)² X from X = M/(‖M‖ + ε), `iterations` times; on the shorter side.
    static func newtonSchulz(
        _ matrix: Tensor, iterations: Int, _ a: Float, _ b: Float, _ c: Float, epsilon: Float = 1e-7
    ) -> Tensor {
        let isTall = matrix.shape[0] > matrix.shape[1]
        var x = matrix / (matrix.euclideanNorm() + epsilon)
        for _ in 0..<iterations {
            let gram = matmul(x, x, transposeA: isTall, transposeB: !isTall)
            let polynomial = b * gram + c * matmul(gram, gram)
            x = a * x + (isTall ? matmul(x, polynomial) : matmul(polynomial, x))
        }
        return x
    }

    /// Muon's five iterations, whose coefficients are as steep at 0 as they can be: singular values of about 0.7 to 1.2.
    static func rough(_ matrix: Tensor, iterations: Int) -> Tensor {
        newtonSchulz(matrix, iterations: iterations, 3.4445, -4.7750, 2.0315)
    }

    /// The polar factor, by the quintic iteration that converges.
    ///
    /// After k iterations singular values above about 1.875^−k of the Frobenius norm are 1; what is 0 stays 0.
    static func polar(_ matrix: Tensor, iterations: Int) -> Tensor {
        newtonSchulz(matrix, iterations: iterations, 1.875, -1.25, 0.375, epsilon: 1e-30)
    }

    /// Whether a tensor is a weight matrix or kernel.
    static func isMatrix(_ specification: ParameterSpecification) -> Bool {
        specification.role == .weight && specification.shape.rank > 1
    }
}

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

/// Gradients orthogonalised, then SGD with momentum.
struct OrthogonalizedDescent: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "orthogonal-sgd", family: "optimisers",
        summary: "SGD with momentum on gradients whose singular values were set to 1.",
        formula: "O = U Vᵀ of g = U S Vᵀ, per weight;  v ← μ v + O;  w ← w − η v",
        citations: [
            "Tuddenham, Prügel-Bennett & Hare 2022, Orthogonalising gradients to speed up neural network optimisation, "
                + "section 3"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.01, "The step size."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.9, "How much of the velocity stays."),
            ParameterDeclaration(
                "iterations", .integer(1...40), default: .integer(12),
                "Newton–Schulz iterations; 12 bring singular values above 1/1000 of the norm to 1."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "What Muon is compared with: orthogonal before the momentum, not after.",
        remarks: [
            "By a Newton–Schulz iteration in place of a singular value decomposition: directions in which the gradient "
                + "vanishes get no step (a decomposition gives them an arbitrary one).",
            "Biases and gains take plain steps with momentum. Default rate from memory.",
        ])

    private let iterations: Int

    init(arguments: Arguments) { iterations = arguments.integer("iterations") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let orthogonal = context.mapTensors(of: gradient) { slope in
            Orthogonalization.isMatrix(slope.specification)
                ? Orthogonalization.polar(slope.matrix, iterations: iterations) : slope.value
        }
        let velocity =
            (context.hyperparameter("momentum") * context.state("velocity", count: gradient.shape.count)
            + orthogonal).flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return parameters - context.learningRate * velocity
    }
}
