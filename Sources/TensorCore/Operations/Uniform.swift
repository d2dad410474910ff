import CTensorKernels
import Numerics

/// Uniforms in [0, 1) with 24 bits from a named stream.
struct Uniform: Operation {
    let stream: Int
    let shape: Shape

    var name: String { "uniform" }
    func resultShape(_ inputs: [Shape]) -> Shape { shape }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let key = context.keys[stream]
        let blocks = (0..<(shape.count + 3) / 4).flatMap { key.uniforms(step: context.step, block: $0) }
        return blocks.prefix(shape.count).map(Double.init)
    }
    var lowering: Lowering {
        let stream = stream
        return .instruction { _, output in
            InstructionTemplate(opcode: TK_UNIFORM, dimensions: [output.count], stream: stream)
        }
    }
}
