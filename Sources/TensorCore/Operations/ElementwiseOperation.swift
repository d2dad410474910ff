import CTensorKernels

/// An operation that works on each element alone; its inputs have one shape.
public protocol ElementwiseOperation: Operation {
    /// The kernel's name for it.
    var opcode: tk_ew_opcode { get }
    /// One element in Float64; unused arguments are 0.
    func element(_ a: Double, _ b: Double, _ c: Double) -> Double
}

extension ElementwiseOperation {
    /// The type's name.
    public var name: String { "\(Self.self)" }

    /// The inputs' common shape.
    public func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            inputs.allSatisfy { $0 == inputs[0] }, "elementwise operations need equal shapes: \(inputs)")
        return inputs[0]
    }

    /// Element by element.
    public func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        inputs[0].elements.indices.map { i in
            element(
                inputs[0].elements[i], inputs.count > 1 ? inputs[1].elements[i] : 0,
                inputs.count > 2 ? inputs[2].elements[i] : 0)
        }
    }

    /// One step of a fused program.
    public var lowering: Lowering { .elementwise(opcode) }
}
