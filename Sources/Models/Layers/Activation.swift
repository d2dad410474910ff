import Primitives
import TensorCore
import Training

/// The activation functions of hidden layers.
enum Activation: String, CaseIterable {
    /// max(x, 0).
    case relu
    /// tanh x.
    case tanh
    /// x Φ(x), exact (Hendrycks & Gimpel 2016, "Gaussian error linear units").
    case gelu
    /// λ x above 0, λ α (e^x − 1) below (Klambauer et al. 2017, "Self-normalizing neural networks", eq. 2).
    case selu

    static let declaration = ParameterDeclaration(
        "activation", symbol: "φ", .choice(allCases.map(\.rawValue)), default: .text("relu"),
        "The function after each hidden layer.")

    init(_ arguments: Arguments) { self = Activation(rawValue: arguments.text("activation"))! }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let zero = x.graph.scalar(0)
        switch self {
        case .relu: return maximum(x, zero)
        case .tanh: return x.hyperbolicTangent()
        case .gelu: return x * (0.5 * (1 + (x * 0.7071067811865476).errorFunction()))
        case .selu:
            let negative = 1.6732632423543772 * (minimum(x, zero).exponential() - 1)
            return 1.0507009873554805 * (maximum(x, zero) + negative)
        }
    }

    /// The scheme whose derivation assumes this function.
    var initializer: Initializer {
        switch self {
        case .relu, .gelu: .heNormal
        case .tanh: .glorotUniform
        case .selu: .lecunNormal
        }
    }
}
