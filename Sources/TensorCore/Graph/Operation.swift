import CTensorKernels

/// One kind of node: its shape rule, its gradient rule, its reference evaluation and its lowering in one place.
///
/// Adding an operation is one file. Equal values (by Hashable) on equal inputs are one node, so attributes
/// must be stored properties.
public protocol Operation: Sendable, Hashable {
    /// The name in plan dumps.
    var name: String { get }
    /// The result's shape; traps where the inputs do not fit (a programmer's error).
    func resultShape(_ inputs: [Shape]) -> Shape
    /// The cotangents of the inputs as nodes of the same graph; nil where none flows.
    func gradient(_ node: DifferentiatedNode) -> [Tensor?]
    /// The value in Float64, plainly: the oracle that kernels are tested against.
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double]
    /// How the compiler turns it into instructions.
    var lowering: Lowering { get }
}

/// A node whose gradient is asked for.
public struct DifferentiatedNode {
    /// Its inputs.
    public let inputs: [Tensor]
    /// Itself.
    public let output: Tensor
    /// The derivative of the scalar with respect to it.
    public let cotangent: Tensor
}

/// A tensor's value in the reference executor.
public struct ReferenceValue: Sendable {
    /// Row-major elements.
    public let elements: [Double]
    /// The shape.
    public let shape: Shape
}

/// How an operation becomes instructions.
public enum Lowering {
    /// A step of a fused elementwise program.
    case elementwise(tk_ew_opcode)
    /// Read in place by fused programs: element i is source[(i / repeat) % period].
    case broadcast
    /// The same memory as its input, from an element offset on.
    case alias(offset: Int)
    /// Parts of one buffer; each part is computed in place where possible.
    case assemble
    /// A leaf: bound memory or a constant.
    case leaf
    /// One instruction of its own.
    case instruction(@Sendable (_ inputs: [Shape], _ output: Shape) -> InstructionTemplate)
}

/// An instruction without its slots.
public struct InstructionTemplate: Sendable {
    /// What it does.
    public var opcode: tk_opcode
    /// Flags, see plan.h.
    public var flags: Int32 = 0
    /// Extents, see plan.h.
    public var dimensions: [Int]
    /// The random stream, for those that draw.
    public var stream: Int = 0
    /// Further extents, see plan.h.
    public var extents: [Int] = []
}
