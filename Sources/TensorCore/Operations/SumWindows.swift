import CTensorKernels

/// The sum of what lies under a window at every place, by channel, added to zero in the order of positions.
struct SumWindows: Operation {
    let window: Window

    var name: String { "sum windows" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0] == window.input, "a window over \(window.input), not \(inputs[0])")
        return window.pooledShape
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(SpreadWindows(window: window), [node.cotangent])]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        window.pixels.flatMap { place in
            (0..<window.input[3]).map { channel in
                place.reduce(0) { sum, pixel in sum + (pixel.map { inputs[0].elements[$0 + channel] } ?? 0) }
            }
        }
    }

    var lowering: Lowering { window.lowering(TK_SUM_WINDOWS) }
}
