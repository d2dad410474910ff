import Primitives
import TensorCore
import Training

/// What the penalties of largest singular values share.
enum SpectralNorms {
    static let iterations = ParameterDeclaration(
        "iterations", .integer(1...100), default: .integer(1),
        "Steps of power iteration per training step, from the vector that the last one ended with.")

    /// The largest singular value of a weight.
    static func norm(_ weight: LayoutTensor, _ iterations: Int, _ context: MethodContext) -> Tensor {
        context.spectralNorm(
            of: weight.matrix, iterations: iterations, keptAs: "left \(weight.specification.name)")
    }
}

extension MethodContext {
    /// The largest singular value of a weight, followed by power iteration from step to step.
    ///
    /// Its gradient is that of uᵀ W v with fixed u and v; u is kept as the state `name`.
    func spectralNorm(of matrix: Tensor, iterations: Int, keptAs name: String) -> Tensor {
        let start = state(name, [matrix.shape[0]], start: .filled(.normal(deviation: 1)), lifetime: .cell)
        let estimate = powerIteration(matrix, start: start, iterations: iterations)
        if mode == .training {
            // Of a matrix that is 0, as all are while a method is off, nothing is learnt.
            let isUnit = estimate.left.squared().sum() .> graph.scalar(0.5)
            assign(select(isUnit, estimate.left, start), to: name)
        }
        return estimate.norm
    }
}
