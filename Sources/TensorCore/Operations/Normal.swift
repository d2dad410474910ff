import CTensorKernels
import Numerics

/// Standard normals from a named stream, rounded to float.
struct Normal: Operation {
    let stream: Int
    let shape: Shape

    var name: String { "normal" }
    func resultShape(_ inputs: [Shape]) -> Shape { shape }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        (0..<shape.count).map {
            Double(Float(context.keys[stream].normal(step: context.step, element: $0)))
        }
    }
    var lowering: Lowering {
        let stream = stream
        return .instruction { _, output in
            InstructionTemplate(opcode: TK_NORMAL, dimensions: [output.count], stream: stream)
        }
    }
}
