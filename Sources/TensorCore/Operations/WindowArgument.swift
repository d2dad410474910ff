import CTensorKernels

/// At every place and channel, the number of the first position of the window that holds the largest element.
///
/// Positions outside do not count. A NaN is larger than every number. No gradient flows.
struct WindowArgument: Operation {
    let window: Window

    var name: String { "window argument" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0] == window.input, "a window over \(window.input), not \(inputs[0])")
        precondition(
            window.places.allSatisfy { $0.contains { $0 != nil } }, "a window lies wholly in the padding")
        return window.pooledShape
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [nil] }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        window.pixels.flatMap { place in
            (0..<window.input[3]).map { channel in
                let values = place.map { pixel in pixel.map { inputs[0].elements[$0 + channel] } }
                if let missing = values.firstIndex(where: { $0?.isNaN == true }) { return Double(missing) }
                let largest = values.compactMap { $0 }.max()
                return Double(values.firstIndex(of: largest)!)
            }
        }
    }

    var lowering: Lowering { window.lowering(TK_WINDOW_ARGUMENT) }
}
