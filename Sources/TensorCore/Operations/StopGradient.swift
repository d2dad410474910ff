/// Its input, through which no gradient flows.
struct StopGradient: Operation {
    var name: String { "stop gradient" }
    func resultShape(_ inputs: [Shape]) -> Shape { inputs[0] }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [nil] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] { inputs[0].elements }
    var lowering: Lowering { .alias(offset: 0) }
}
