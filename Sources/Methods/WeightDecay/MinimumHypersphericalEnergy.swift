import Primitives
import TensorCore
import Training

/// The mean energy of pairs of a layer's units as charges on the unit sphere.
struct MinimumHypersphericalEnergy: Penalty {
    static let declaration = ComponentDeclaration(
        id: "minimum-hyperspherical-energy", family: "weight decay",
        summary:
            "Spreads the directions of a layer's units over the sphere, like charges that repel each other.",
        formula:
            "L + λ Σ_l mean_{i<j} f_s(‖ŵ_i − ŵ_j‖),  ŵ = w/‖w‖,  f_s(z) = z^−s, f_0(z) = −ln z;  half-space: over ±ŵ",
        citations: [
            "Liu, Lin, Liu, Liu, Yu, Dai & Song 2018, Learning towards minimum hyperspherical energy, eqs. 1, 2 and "
                + "section 3.2",
            "Liu et al. 2018, authors' code (wy1iu/MHE)",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1, neutral: 0,
                "The penalty's weight on every layer but the last."),
            .hyperparameter(
                "output_ratio", in: .nonNegative, default: 1,
                "The last layer's weight, as a multiple of the strength; 10 in the authors' code."),
            ParameterDeclaration(
                "power", symbol: "s", .integer(0...2), default: .integer(2),
                "The power of the energy; 0 is the logarithm."),
            ParameterDeclaration(
                "half_space", .boolean, default: .boolean(false),
                "Whether hidden units repel each other's negatives too (half-space MHE); not in the last layer."
            ),
        ],
        seams: ["penalty"],
        purpose: "Units that differ, also where a layer has many more of them than inputs.",
        remarks: [
            "The authors' code has twice the energy for s = 0. The angular versions are not built.",
            "Squared distances below 1e-6 count as 1e-6: parallel units do not make it infinite and do not repel.",
            "A layer of one unit has no pairs.",
        ])

    private let power: Int
    private let isHalfSpace: Bool

    init(arguments: Arguments) {
        power = arguments.integer("power")
        isHalfSpace = arguments.boolean("half_space")
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let total = context.sumOverMatrices(of: parameters) { weight in
            let isLast = context.layout.position(of: weight.index) == .output
            guard weight.matrix.shape[1] > 1 else { return nil }
            let value = energy(weight.matrix, isHalfSpace: isHalfSpace && !isLast)
            return isLast ? context.hyperparameter("output_ratio") * value : value
        }
        return context.hyperparameter("strength") * total
    }

    private func energy(_ matrix: Tensor, isHalfSpace: Bool) -> Tensor {
        let graph = matrix.graph
        var units = matrix / PenaltyAlgebra.nonZero(WeightGroups.outputs.norms(matrix))
        if isHalfSpace { units = concatenate([units, -units], axis: 1) }
        let count = units.shape[1]
        let squares = 2 - 2 * matmul(units, units, transposeA: true)
        let number = PenaltyAlgebra.numbers(count, graph)
        let isPair = number .> number.reshaped([count, 1])
        // What is no pair is kept at distance 1, where every energy's derivative is finite.
        let distances = maximum(select(isPair, squares, graph.scalar(1)), graph.scalar(1e-6))
        let energies: Tensor
        switch power {
        case 0: energies = -0.5 * distances.logarithm()
        case 1: energies = 1 / distances.squareRoot()
        default: energies = 1 / distances
        }
        return select(isPair, energies, graph.scalar(0)).sum() / Float(count * (count - 1) / 2)
    }
}
