import CTensorKernels

/// How a window moves over [batch, height, width, channels]: what patches and pooling share.
struct Window: Sendable, Hashable {
    /// The shape it moves over.
    let input: Shape
    /// Positions of the window along height and width.
    let kernel: [Int]
    let strides: [Int]
    /// Positions outside, before the first and after the last row and column.
    let before: [Int]
    let after: [Int]
    /// Steps between neighbouring positions of the window.
    let dilations: [Int]

    /// Places of the window along height and width.
    var output: [Int] {
        (0..<2).map { axis in
            let room = input[axis + 1] + before[axis] + after[axis] - dilations[axis] * (kernel[axis] - 1) - 1
            precondition(room >= 0, "a window of \(kernel) does not fit into \(input)")
            return room / strides[axis] + 1
        }
    }

    /// [batch, places, places, channels].
    var pooledShape: Shape { [input[0], output[0], output[1], input[3]] }

    /// [batch, places, places, positions, positions, channels].
    var patchShape: Shape { [input[0], output[0], output[1], kernel[0], kernel[1], input[3]] }

    /// Whether the patches are the input itself.
    var isIdentity: Bool { kernel == [1, 1] && strides == [1, 1] && before + after == [0, 0, 0, 0] }

    /// In the order of `tk_window`.
    var extents: [Int] { input.dimensions + output + kernel + strides + before + dilations }

    /// One instruction over the window.
    func lowering(_ opcode: tk_opcode) -> Lowering {
        let extents = extents
        return .instruction { _, _ in
            InstructionTemplate(opcode: opcode, dimensions: [], extents: extents)
        }
    }

    /// For every place of the first item in order, the first element of the pixel under each position; nil
    /// outside.
    var places: [[Int?]] {
        let (rows, columns) = (output[0], output[1])
        return (0..<rows * columns).map { place in
            (0..<kernel[0] * kernel[1]).map { position in
                let row =
                    place / columns * strides[0] - before[0] + position / kernel[1] * dilations[0]
                let column =
                    place % columns * strides[1] - before[1] + position % kernel[1] * dilations[1]
                guard (0..<input[1]).contains(row), (0..<input[2]).contains(column) else { return nil }
                return (row * input[2] + column) * input[3]
            }
        }
    }

    /// The same for every item of the batch.
    var pixels: [[Int?]] {
        let places = places
        let item = input[1] * input[2] * input[3]
        return (0..<input[0]).flatMap { batch in
            places.map { place in place.map { pixel in pixel.map { $0 + batch * item } } }
        }
    }
}

/// What surrounds a tensor under a moving window.
public enum WindowPadding: Sendable, Hashable {
    /// Nothing: the window stays inside.
    case valid
    /// As many places as ⌈extent / stride⌉; an odd position goes behind (the rule of TensorFlow).
    case same
    /// So many positions before and after, one number per spatial axis.
    case explicit(before: [Int], after: [Int])
}

extension Window {
    /// A window over `x` of shape [batch, height, width, channels] or [batch, length, channels].
    ///
    /// `kernel`, `strides` and `dilations` have one number per spatial axis; a length is a row of height 1.
    init(over x: Shape, kernel: [Int], strides: [Int], padding: WindowPadding, dilations: [Int]) {
        let axes = x.rank - 2
        precondition(
            (1...2).contains(axes), "a window moves over [batch, height, width, channels] or one axis less")
        precondition(
            [kernel, strides, dilations].allSatisfy { $0.count == axes && $0.allSatisfy { $0 > 0 } },
            "extents, strides and dilations of a window are \(axes) positive numbers each")
        var before = [Int](repeating: 0, count: axes)
        var after = before
        switch padding {
        case .valid: break
        case .same:
            for axis in 0..<axes {
                let places = (x[axis + 1] + strides[axis] - 1) / strides[axis]
                let reach = (places - 1) * strides[axis] + dilations[axis] * (kernel[axis] - 1) + 1
                let total = max(0, reach - x[axis + 1])
                before[axis] = total / 2
                after[axis] = total - total / 2
            }
        case .explicit(let given, let behind):
            precondition(
                [given, behind].allSatisfy { $0.count == axes && $0.allSatisfy { $0 >= 0 } },
                "an explicit padding has \(axes) numbers before and after, none negative")
            (before, after) = (given, behind)
        }
        func twoDimensional(_ numbers: [Int], _ fill: Int) -> [Int] { axes == 2 ? numbers : [fill] + numbers }
        self.init(
            input: axes == 2 ? x : [x[0], 1, x[1], x[2]], kernel: twoDimensional(kernel, 1),
            strides: twoDimensional(strides, 1), before: twoDimensional(before, 0),
            after: twoDimensional(after, 0), dilations: twoDimensional(dilations, 1))
    }

    /// The result's shape as the input's kind has it: without the height where the input has none.
    func spatial(_ shape: Shape, like x: Shape) -> Shape {
        x.rank == 4 ? shape : [shape[0], shape[2], shape[3]]
    }
}
