import Primitives
import TensorCore

/// A network: its parameters, its states and its forward pass.
public protocol Model: Sendable {
    /// What the catalogue says of it.
    static var declaration: ComponentDeclaration { get }
    /// Whether it can read inputs that are numbers of levels (`InputLayout.Column.Kind.index`).
    static var takesIndices: Bool { get }
    /// The model for inputs of this layout and `outputWidth` outputs.
    ///
    /// Throws why it cannot take such inputs: a clause that names the parameter at fault, with a remedy.
    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) throws(Diagnostic)
    /// Its parameters, in the order of the flat buffer.
    var parameters: [ParameterSpecification] { get }
    /// What it keeps between steps beside its parameters.
    var states: [ModelState] { get }
    /// The fewest rows that a training batch can have.
    var minimumBatchRows: Int { get }
    /// What a pass costs per row, for estimates of time and memory.
    var forwardCost: ForwardCost { get }
    /// rows × inputs → rows × outputWidth; calls the context's hook at each site.
    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor
}

extension Model {
    /// No: such a number means nothing where it is multiplied.
    public static var takesIndices: Bool { false }
    /// None.
    public var states: [ModelState] { [] }
    /// 1.
    public var minimumBatchRows: Int { 1 }
    /// Every weight is used once per row, and every bias stands for one activation.
    public var forwardCost: ForwardCost {
        ForwardCost(
            multiplications: parameters.lazy.filter { $0.role == .weight }
                .reduce(0) { $0 + Double($1.shape.count) },
            activations: parameters.lazy.filter { $0.role == .bias }
                .reduce(0) { $0 + Double($1.shape.count) })
    }
}

/// What one row costs in a forward pass, about.
public struct ForwardCost: Sendable, Hashable {
    /// Multiply-adds.
    public let multiplications: Double
    /// Numbers that are kept for the backward pass.
    public let activations: Double

    /// A cost.
    public init(multiplications: Double, activations: Double) {
        self.multiplications = multiplications
        self.activations = activations
    }
}

/// One parameter tensor of a model.
public struct ParameterSpecification: Sendable, Hashable {
    /// What a parameter is for; decay usually takes the weights only.
    public enum Role: Sendable, Hashable {
        /// A matrix or kernel that is multiplied with activations, or an embedding.
        case weight
        /// An offset.
        case bias
        /// The scale of a normalisation.
        case gain
    }

    /// A name that is unique in the model, for example `hidden.0.weight`.
    public let name: String
    /// Its shape; weights are stored inputs × outputs.
    public let shape: Shape
    /// What it is for.
    public let role: Role
    /// How it starts.
    public let start: ParameterStart

    /// A parameter.
    public init(_ name: String, _ shape: Shape, _ role: Role, _ start: ParameterStart) {
        self.name = name
        self.shape = shape
        self.role = role
        self.start = start
    }

    /// A weight of inputs × outputs, drawn by `initializer`.
    public static func weight(_ name: String, _ inputs: Int, _ outputs: Int, _ initializer: Initializer)
        -> ParameterSpecification
    {
        .init(name, [inputs, outputs], .weight, .drawn(initializer, fanIn: inputs, fanOut: outputs))
    }

    /// A bias that starts at 0.
    public static func bias(_ name: String, _ count: Int) -> ParameterSpecification {
        .init(name, [count], .bias, .constant(0))
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
