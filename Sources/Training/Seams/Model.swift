import Primitives
import TensorCore

/// A network: its parameters and its forward pass.
public protocol Model: Sendable {
    /// What the catalogue says of it.
    static var declaration: ComponentDeclaration { get }
    /// The model for inputs of `inputWidth` features and `outputWidth` outputs.
    init(arguments: Arguments, inputWidth: Int, outputWidth: Int)
    /// Its parameters, in the order of the flat buffer.
    var parameters: [ParameterSpecification] { get }
    /// rows × inputWidth → rows × outputWidth; calls `hook` at each site.
    func forward(_ inputs: Tensor, _ parameters: ParameterView, hook: (Tensor, ActivationSite) -> Tensor)
        -> Tensor
}

/// One parameter tensor of a model.
public struct ParameterSpecification: Sendable, Hashable {
    /// What a parameter is for; decay usually leaves biases out.
    public enum Role: Sendable, Hashable { case weight, bias }

    /// A name that is unique in the model, for example `hidden.0.weight`.
    public let name: String
    /// Its shape; weights are stored inputs × outputs.
    public let shape: Shape
    /// What it is for.
    public let role: Role
    /// How it starts.
    public let initializer: Initializer

    /// A parameter.
    public init(_ name: String, _ shape: Shape, _ role: Role, _ initializer: Initializer) {
        self.name = name
        self.shape = shape
        self.role = role
        self.initializer = initializer
    }
}

/// Where each parameter lies in the flat buffer that holds them all.
public struct ParameterLayout: Sendable, Hashable {
    /// The parameters, in order.
    public let specifications: [ParameterSpecification]
    /// Their offsets.
    public let offsets: [Int]
    /// How many numbers there are in all.
    public let count: Int

    /// The layout of `specifications`, one after the other.
    public init(_ specifications: [ParameterSpecification]) {
        var offset = 0
        self.specifications = specifications
        offsets = specifications.map { specification in
            defer { offset += specification.shape.count }
            return offset
        }
        count = offset
    }

    /// 1 for weights, 0 for the rest; as long as the buffer.
    public var weightMask: [Float] {
        specifications.flatMap { [Float](repeating: $0.role == .weight ? 1 : 0, count: $0.shape.count) }
    }
}

/// Named views into a flat parameter tensor.
public struct ParameterView {
    /// The flat tensor.
    public let flat: Tensor
    /// Where each parameter lies in it.
    public let layout: ParameterLayout

    /// Views into `flat`.
    public init(_ flat: Tensor, _ layout: ParameterLayout) {
        self.flat = flat
        self.layout = layout
    }

    /// The parameter `name`.
    public subscript(name: String) -> Tensor {
        guard let index = layout.specifications.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no parameter \(name)")
        }
        return flat.slice(from: layout.offsets[index], layout.specifications[index].shape)
    }
}
