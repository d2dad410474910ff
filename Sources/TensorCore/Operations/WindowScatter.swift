import CTensorKernels

/// Every place's value added at the position that `WindowArgument` names: the adjoint of `WindowSelect`.
///
/// What meets in one element is added to zero in ascending order of the place. No gradient flows to the
/// positions.
struct WindowScatter: Operation {
    let window: Window

    var name: String { "window scatter" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            inputs[0] == window.pooledShape && inputs[1] == window.pooledShape, "positions of another window")
        return window.input
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(WindowSelect(window: window), [node.cotangent, node.inputs[1]]), nil]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let channels = window.input[3]
        let pixels = window.pixels
        var result = [Double](repeating: 0, count: window.input.count)
        for (index, position) in inputs[1].elements.enumerated() {
            result[pixels[index / channels][Int(position)]! + index % channels] += inputs[0].elements[index]
        }
        return result
    }

    var lowering: Lowering { window.lowering(TK_WINDOW_SCATTER) }
}
