import Primitives
import TensorCore
import Training

/// λ ((1 − α) Σ √|g| ‖w_g‖ + α ‖w‖₁) over the groups of every weight, and its proximal map.
struct GroupSparsity {
    let groups: WeightGroups
    let form: PenaltyForm

    init(_ arguments: Arguments) {
        groups = WeightGroups(arguments)
        form = PenaltyForm(arguments)
    }

    func penalty(_ parameters: Tensor, ratio: Tensor?, _ context: MethodContext) -> Tensor {
        guard form == .subgradient else { return context.graph.scalar(0) }
        let value = context.sumOverMatrices(of: parameters) { weight in
            let grouped = groups.norms(weight.matrix).sum() * groups.rootSize(weight.matrix)
            return ratio.map { (1 - $0) * grouped + $0 * weight.value.absolute().sum() } ?? grouped
        }
        return context.hyperparameter("strength") * value
    }

    func transform(_ updated: Tensor, ratio: Tensor?, _ context: MethodContext) -> Tensor {
        guard form == .proximal else { return updated }
        let step = context.learningRate * context.hyperparameter("strength")
        let zero = context.graph.scalar(0)
        return context.mapTensors(of: updated) { weight in
            guard weight.specification.role == .weight else { return weight.value }
            let matrix = ratio.map { PenaltyAlgebra.softThreshold(weight.matrix, step * $0) } ?? weight.matrix
            let threshold = (ratio.map { step * (1 - $0) } ?? step) * groups.rootSize(matrix)
            return matrix * maximum(1 - threshold / PenaltyAlgebra.divisor(groups.norms(matrix)), zero)
        }
    }
}
