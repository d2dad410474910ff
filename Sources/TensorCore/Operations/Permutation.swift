import CTensorKernels
import Numerics

/// A uniform permutation of 0 ..< count, as floats.
struct Permutation: Operation {
    let stream: Int
    let count: Int

    var name: String { "permutation" }
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(count < 1 << 24, "a float holds whole numbers below 2^24 only")
        return [count]
    }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        context.keys[stream].permutation(step: context.step, count: count).map(Double.init)
    }
    var lowering: Lowering {
        let stream = stream
        return .instruction { _, output in
            InstructionTemplate(opcode: TK_PERMUTATION, dimensions: [output.count], stream: stream)
        }
    }
}
