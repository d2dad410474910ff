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
    func callAsFunction(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        self == .all ? parameters : parameters * context.weightMask
    }
}
