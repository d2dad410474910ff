import Primitives
import TensorCore
import Training

/// Full-matrix preconditioning of every weight from both sides.
struct Shampoo: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "shampoo", family: "optimisers",
        summary: "Gradients of weights preconditioned by inverse fourth roots of sums of their products.",
        formula:
            "L ← L + g gᵀ;  R ← R + gᵀ g;  L₀ = R₀ = ε I;  w ← w − η L^(−1/4) g R^(−1/4);  diagonal elsewhere: "
            + "s ← s + g², w ← w − η g/√s",
        citations: [
            "Gupta, Koren & Singer 2018, Shampoo: preconditioned stochastic tensor optimization, algorithm 1",
            "Anil, Gupta, Koren, Regan & Singer 2020, Scalable second order optimization for deep learning, algorithm I "
                + "(coupled Newton iteration)",
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.1, "The step size."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0,
                "How much of a velocity of preconditioned gradients stays."),
            ParameterDeclaration(
                "epsilon", symbol: "ε", .real(.positive), default: .real(1e-4), "What L and R start from."),
            ParameterDeclaration(
                "period", .integer(1...1_000_000), default: .integer(1),
                "Every how many steps the roots are renewed."),
            ParameterDeclaration(
                "iterations", .integer(1...100), default: .integer(25), "Newton iterations per root."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Small networks with correlated inputs; a look at what structure of curvature is worth.",
        remarks: [
            "Roots by a coupled Newton iteration in single precision: with the default iterations right to about 1e-3 for "
                + "condition numbers up to a million, eigenvalues far below the largest are under-amplified beyond that.",
            "About a hundred matrix products of each side per root: for layers up to a few hundred units. Kernels count as "
                + "matrices of fan-in × outputs.",
            "No grafting; vectors are preconditioned by a diagonal, which is Shampoo for tensors of order one with diagonal "
                + "statistics.",
        ])

    let period: Int
    private let epsilon: Float
    private let iterations: Int

    init(arguments: Arguments) {
        period = arguments.integer("period")
        epsilon = Float(arguments.real("epsilon"))
        iterations = arguments.integer("iterations")
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let direction = context.mapTensors(of: gradient) { slope in
            let name = slope.specification.name
            guard Orthogonalization.isMatrix(slope.specification) else {
                let start = StateStart.filled(.constant(epsilon))
                let sum =
                    context.state("sum \(name)", slope.value.shape, start: start) + slope.value.squared()
                context.assign(sum, to: "sum \(name)")
                return slope.value / sum.squareRoot()
            }
            let g = slope.matrix
            let left = root("left \(name)", matmul(g, g, transposeB: true), context)
            let right = root("right \(name)", matmul(g, g, transposeA: true), context)
            return matmul(matmul(left, g), right)
        }
        let velocity =
            (context.hyperparameter("momentum") * context.state("velocity", count: gradient.shape.count)
            + direction).flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return parameters - context.learningRate * velocity
    }

    /// (ε I + Σ `product`)^(−1/4), renewed in active steps.
    private func root(_ name: String, _ product: Tensor, _ context: MethodContext) -> Tensor {
        let shape = product.shape
        let sum = context.state("sum \(name)", shape, start: .filled(.constant(0))) + product
        context.assign(sum, to: "sum \(name)")
        let old = context.state("root \(name)", shape, start: .filled(.constant(0)))
        guard context.isActiveStep else { return old }
        let size = shape[0]
        let identity = context.graph.constant(
            (0..<size * size).map { $0 % (size + 1) == 0 ? 1 : 0 }, shape)
        let root = Self.inverseFourthRoot(sum + epsilon * identity, identity, iterations: iterations)
        context.assign(root, to: "root \(name)")
        return root
    }

    /// A^(−1/4) of a positive definite matrix: M ← T⁴ M, X ← X T with T = (5 I − M)/4, from M = z A, X = z^(1/4) I.
    static func inverseFourthRoot(_ matrix: Tensor, _ identity: Tensor, iterations: Int) -> Tensor {
        let scale = 2.5 / matrix.euclideanNorm()
        var m = scale * matrix
        var x = scale.squareRoot().squareRoot() * identity
        for _ in 0..<iterations {
            let t = 1.25 * identity - 0.25 * m
            let square = matmul(t, t)
            m = matmul(matmul(square, square), m)
            x = matmul(x, t)
        }
        return x
    }
}
