import CTensorKernels

/// At every place and channel, the element at the position that `WindowArgument` names.
///
/// No gradient flows to the positions.
struct WindowSelect: Operation {
    let window: Window

    var name: String { "window select" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            inputs[0] == window.input && inputs[1] == window.pooledShape, "positions of another window")
        return window.pooledShape
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(WindowScatter(window: window), [node.cotangent, node.inputs[1]]), nil]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let channels = window.input[3]
        let pixels = window.pixels
        return inputs[1].elements.enumerated().map { index, position in
            inputs[0].elements[pixels[index / channels][Int(position)]! + index % channels]
        }
    }

    var lowering: Lowering { window.lowering(TK_WINDOW_SELECT) }
}
