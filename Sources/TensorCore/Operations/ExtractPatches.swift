import CTensorKernels

/// What lies under a window at every place, 0 outside: im2col.
///
/// The result holds every input element as often as a window covers it: for a 3x3 window with stride 1, nine
/// times the input's memory.
struct ExtractPatches: Operation {
    let window: Window

    var name: String { "extract patches" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0] == window.input, "a window over \(window.input), not \(inputs[0])")
        return window.patchShape
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(FoldPatches(window: window), [node.cotangent])]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let channels = window.input[3]
        return window.pixels.joined().flatMap { pixel in
            pixel.map { Array(inputs[0].elements[$0..<$0 + channels]) }
                ?? [Double](repeating: 0, count: channels)
        }
    }

    var lowering: Lowering { window.lowering(TK_EXTRACT_PATCHES) }
}
