import CTensorKernels
import Numerics

/// One Beta(α, α) variate; exactly 1 where α ≤ 0.
///
/// No gradient flows to α.
struct Beta: Operation {
    let stream: Int

    var name: String { "beta" }
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].count == 1, "alpha must be a scalar")
        return []
    }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [nil] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        [context.keys[stream].beta(step: context.step, element: 0, alpha: inputs[0].elements[0])]
    }
    var lowering: Lowering {
        let stream = stream
        return .instruction { _, output in
            InstructionTemplate(opcode: TK_BETA, dimensions: [output.count], stream: stream)
        }
    }
}
