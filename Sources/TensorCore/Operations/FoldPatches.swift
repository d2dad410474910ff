import CTensorKernels

/// Patches added where they were taken from: the adjoint of `ExtractPatches`.
///
/// What meets in one element is added to zero in ascending order of the place, then of the position in the
/// window.
struct FoldPatches: Operation {
    let window: Window

    var name: String { "fold patches" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            inputs[0] == window.patchShape, "patches of shape \(window.patchShape), not \(inputs[0])")
        return window.input
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(ExtractPatches(window: window), [node.cotangent])]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let channels = window.input[3]
        var result = [Double](repeating: 0, count: window.input.count)
        for (index, pixel) in window.pixels.joined().enumerated() {
            guard let pixel else { continue }
            for channel in 0..<channels {
                result[pixel + channel] += inputs[0].elements[index * channels + channel]
            }
        }
        return result
    }

    var lowering: Lowering { window.lowering(TK_FOLD_PATCHES) }
}
