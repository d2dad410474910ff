/// Values known when the graph is built; compared by bits, so that −0 and NaN are themselves.
struct Constant: Operation {
    let bits: [UInt32]
    let shape: Shape

    init(values: [Float], shape: Shape) {
        precondition(values.count == shape.count, "\(values.count) values for shape \(shape)")
        bits = values.map(\.bitPattern)
        self.shape = shape
    }

    var values: [Float] { bits.map(Float.init(bitPattern:)) }
    var name: String { bits.count == 1 ? "constant \(values[0])" : "constant" }
    func resultShape(_ inputs: [Shape]) -> Shape { shape }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        values.map(Double.init)
    }
    var lowering: Lowering { .leaf }
}
