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

    /// For methods that have another neutral setting.
    static func declarationWithoutNone(default scope: WeightScope) -> ParameterDeclaration {
        ParameterDeclaration(
            "applies_to", .choice([all, hidden].map(\.rawValue)), default: .text(scope.rawValue),
            "Which weights: all, or hidden (not the one that makes the outputs).")
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
