import Primitives
import TensorCore
import Training

/// Which weights of a matrix (fan-in × outputs) form a group.
enum WeightGroups: String, CaseIterable {
    /// What leaves one input unit: a row.
    case inputs
    /// What enters one output unit: a column.
    case outputs

    static let declaration = ParameterDeclaration(
        "groups", .choice(allCases.map(\.rawValue)), default: .text(inputs.rawValue),
        "What forms a group: the weights that leave an input unit (rows), or that enter an output unit (columns)."
    )

    init(_ arguments: Arguments) { self = WeightGroups(rawValue: arguments.text("groups"))! }

    /// The norms of the groups: rows × 1, or 1 × columns; gradient 0 where a group is 0.
    func norms(_ matrix: Tensor) -> Tensor {
        PenaltyAlgebra.root(matrix.squared().sum(over: [self == .inputs ? 1 : 0], keepingAxes: true))
    }

    /// √ of how many weights a group of `matrix` has.
    func rootSize(_ matrix: Tensor) -> Float {
        Float(matrix.shape[self == .inputs ? 1 : 0]).squareRoot()
    }
}
