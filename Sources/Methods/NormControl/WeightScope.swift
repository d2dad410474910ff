import Primitives
import TensorCore
import Training

/// Which weights a method acts on, by where they stand.
enum WeightScope: String, CaseIterable {
    /// Every weight.
    case all
    /// Every weight but the last, which makes the outputs.
    case hidden
    /// No weight: the method does nothing.
    case none

    static func declaration(default scope: WeightScope) -> ParameterDeclaration {
        ParameterDeclaration(
            "applies_to", .choice(allCases.map(\.rawValue)), default: .text(scope.rawValue),
            neutral: .text(none.rawValue),
            "Which weights: all, hidden (not the one that makes the outputs), or none (the method does nothing)."
        )
    }

    init(_ arguments: Arguments) { self = WeightScope(rawValue: arguments.text("applies_to"))! }

    /// Whether any weight of such a role is meant.
    func acts(on parameter: ParameterSpecification) -> Bool { self != .none && parameter.role == .weight }

    /// Whether the weight at `index` is meant.
    func acts(on index: Int, of layout: ParameterLayout) -> Bool {
        guard acts(on: layout.specifications[index]) else { return false }
        return self == .all || layout.position(of: index) != .output
    }

    /// Whether `parameter` is meant.
    func acts(on parameter: ParameterSpecification, of layout: ParameterLayout) -> Bool {
        layout.index(of: parameter.name).map { acts(on: $0, of: layout) } ?? false
    }

    /// The weights that are meant among those of a model.
    func weights(of model: [ParameterSpecification]) -> [ParameterSpecification] {
        let layout = ParameterLayout(model)
        return model.indices.filter { acts(on: $0, of: layout) }.map { model[$0] }
    }

    /// Why a method that divides by the norm or spread of each unit's weights cannot work: a weight that starts at
    /// 0, or units of fewer than `fanIn` weights; nil where it can.
    func refusal(in composition: Composition, fanIn: Int = 1) -> Diagnostic? {
        for weight in weights(of: composition.model.parameters) {
            if weight.startsAtZero {
                return Diagnostic(
                    "the weight \(weight.name) starts at 0, and what is 0 cannot be normalised",
                    remedy: "give the model another initialization, or say applies_to: hidden")
            }
            if weight.matrixShape[0] < fanIn {
                return Diagnostic(
                    "the units of \(weight.name) have \(weight.matrixShape[0]) weight each, too few to be centred",
                    remedy: "leave the method out for this model")
            }
        }
        return nil
    }
}

extension ParameterSpecification {
    /// Whether every element starts at 0.
    var startsAtZero: Bool {
        switch start {
        case .constant(0), .drawn(.zeros, _, _): true
        default: false
        }
    }
}

/// Statistics of each output unit's incoming weights: the columns of a matrix of fan-in × units.
enum UnitStatistics {
    /// The Euclidean norm of each column, 1 × units.
    static func norms(of matrix: Tensor) -> Tensor { norms(of: matrix, along: 0) }

    /// The norms along an axis, which is kept; 1 where all is 0, so that a pruned unit stays 0 and finite.
    static func norms(of matrix: Tensor, along axis: Int) -> Tensor {
        let squares = matrix.squared().sum(over: [axis], keepingAxes: true)
        return select(squares .> squares.graph.scalar(0), squares, squares.graph.scalar(1)).squareRoot()
    }

    /// Each column less its mean.
    static func centred(_ matrix: Tensor) -> Tensor { matrix - matrix.mean(over: [0], keepingAxes: true) }

    /// The norms of the columns of row-major numbers, in Float64.
    static func norms(of values: [Float], units: Int, centred: Bool = false) -> [Float] {
        let rows = values.count / units
        return (0..<units).map { unit in
            let column = (0..<rows).map { Double(values[$0 * units + unit]) }
            let mean = centred ? column.reduce(0, +) / Double(rows) : 0
            return Float(column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot())
        }
    }
}
