import Primitives
import TensorCore
import Training

/// What several penalties and proximal steps share.
enum PenaltyAlgebra {
    /// √x of sums of squares, with the gradient 0 where x is 0.
    static func root(_ squares: Tensor) -> Tensor {
        let zero = squares.graph.scalar(0)
        let isPositive = squares .> zero
        let root = select(isPositive, squares, squares.graph.scalar(1)).squareRoot()
        return select(isPositive, root, zero)
    }

    /// The larger of x and the smallest normal number: a divisor for what is 0 where x is.
    static func divisor(_ x: Tensor) -> Tensor {
        maximum(x, x.graph.constant([.leastNormalMagnitude], []))
    }

    /// sign(x) · max(|x| − threshold, 0): the proximal map of threshold · |x|; NaN stays NaN.
    static func softThreshold(_ x: Tensor, _ threshold: Tensor) -> Tensor {
        x - minimum(maximum(x, -threshold), threshold)
    }

    /// x where it is above 0, else 1: a divisor for what is 0 where x is, through which gradients stay finite.
    static func nonZero(_ x: Tensor) -> Tensor { select(x .> x.graph.scalar(0), x, x.graph.scalar(1)) }

    /// 0, 1, 2, …, as a row.
    static func numbers(_ count: Int, _ graph: Graph) -> Tensor {
        graph.constant((0..<count).map { Float($0) }, [1, count])
    }

    /// The unit matrix, compared rather than stored: hashing a large constant takes time.
    static func identity(_ count: Int, _ graph: Graph) -> Tensor {
        let column = numbers(count, graph)
        return column.reshaped([count, 1]) .== column
    }

    /// The Gram matrix of the columns less the unit matrix: WᵀW − I.
    static func columnDefect(_ matrix: Tensor) -> Tensor {
        matmul(matrix, matrix, transposeA: true) - identity(matrix.shape[1], matrix.graph)
    }

    /// The Gram matrix of the rows less the unit matrix: WWᵀ − I.
    static func rowDefect(_ matrix: Tensor) -> Tensor {
        matmul(matrix, matrix, transposeB: true) - identity(matrix.shape[0], matrix.graph)
    }
}

extension MethodContext {
    /// The sum of a scalar of every weight, taken as fan-in × outputs; nil leaves a weight out.
    func sumOverMatrices(of flat: Tensor, _ term: (LayoutTensor) -> Tensor?) -> Tensor {
        let terms = weights(of: flat).compactMap(term)
        guard let first = terms.first else { return graph.scalar(0) }
        return terms.dropFirst().reduce(first, +)
    }
}

/// How a penalty with a kink is descended.
enum PenaltyForm: String, CaseIterable {
    /// By its subgradient, as part of the loss.
    case subgradient
    /// By its proximal map after the optimiser's step, which makes exact zeros.
    case proximal

    static func declaration(_ standard: PenaltyForm) -> ParameterDeclaration {
        ParameterDeclaration(
            "form", .choice(allCases.map(\.rawValue)), default: .text(standard.rawValue),
            "How it is descended: subgradient (part of the loss), or proximal (after the optimiser's step; exact zeros)."
        )
    }

    init(_ arguments: Arguments) { self = PenaltyForm(rawValue: arguments.text("form"))! }
}

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
