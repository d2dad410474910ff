import Primitives
import TensorCore
import Training

/// Which parameters a decay acts on.
enum DecayScope: String, CaseIterable {
    /// Weight matrices only: biases have no scale to control.
    case weights
    /// Every parameter, as optimisers of the large libraries do by default.
    case all

    static let declaration = ParameterDeclaration(
        "applies_to", .choice(allCases.map(\.rawValue)), default: .text(weights.rawValue),
        "Which parameters decay: weights (not biases), or all.")

    init(_ arguments: Arguments) { self = DecayScope(rawValue: arguments.text("applies_to"))! }

    /// The parameters that decay; zero elsewhere.
    ///
    /// Zero everywhere at strength 0: off is off also where parameters have become infinite, and 0 times them
    /// would not be 0.
    func callAsFunction(_ parameters: Tensor, strength: Tensor, _ context: MethodContext) -> Tensor {
        let zero = context.graph.scalar(0)
        let isOn = strength .> zero
        return select(self == .all ? isOn : isOn * context.weightMask, parameters, zero)
    }
}
