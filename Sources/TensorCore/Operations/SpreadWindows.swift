import CTensorKernels

/// Every place's value added to all that lies under the window there: the adjoint of `SumWindows`.
///
/// What meets in one element is added to zero in ascending order of the place.
struct SpreadWindows: Operation {
    let window: Window

    var name: String { "spread windows" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            inputs[0] == window.pooledShape, "a value per place, \(window.pooledShape), not \(inputs[0])")
        return window.input
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(SumWindows(window: window), [node.cotangent])]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let channels = window.input[3]
        var result = [Double](repeating: 0, count: window.input.count)
        for (index, place) in window.pixels.enumerated() {
            for case .some(let pixel) in place {
                for channel in 0..<channels {
                    result[pixel + channel] += inputs[0].elements[index * channels + channel]
                }
            }
        }
        return result
    }

    var lowering: Lowering { window.lowering(TK_SPREAD_WINDOWS) }
}
