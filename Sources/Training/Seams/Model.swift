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
