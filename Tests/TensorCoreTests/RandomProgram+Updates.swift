import Numerics

@testable import TensorCore

extension RandomProgram {
    /// Below, at and beyond the 128 elements of a register, and multiples of them.
    static let longExtents = [
        (2, 65), (2, 127), (2, 128), (3, 129), (4, 127), (129, 3), (5, 130), (1, 300), (16, 33), (2, 300),
        (128, 2),
    ]

    /// Adds what an optimiser does: states made of their old values and of a gradient in parts that follow one
    /// another, and that are themselves made of parts of the states.
    mutating func addUpdate() {
        let total = rows * columns
        var states: [Tensor] = []
        for name in ["p", "q", "r"].prefix(1 + stream.integer(below: 3)) {
            buffers[.state(name)] = numbers(total)
            states.append(graph.state(name, [total]))
            _ = add(states.last!)
        }
        guard let gradient = gradientInParts(of: states), add(gradient) else { return }
        var mask: [Float] = []
        while mask.count < total {
            let run = 32 + stream.integer(below: 200)
            mask += [Float](repeating: Float(stream.integer(below: 3)), count: min(run, total - mask.count))
        }
        let others =
            states + [
                gradient, gradient, graph.constant(mask, [total]), graph.scalar(2).broadcast(to: [total]),
            ]
        for (state, name) in zip(states, ["p", "q", "r"]) {
            var next = combined(flip() ? state : pick(states)!, gradient)
            for _ in 0..<stream.integer(below: 6) {
                let other =
                    stream.integer(below: 3) == 0 ? repeated(pick(states + [gradient])!) : pick(others)!
                next = combined(next, other)
            }
            next = minimum(maximum(next, graph.scalar(-9)), graph.scalar(9))
            if add(next) { program.assign(next, to: name) }
        }
    }

    /// A vector without gaps whose parts are elementwise values, single instructions and sums, made in any order.
    private mutating func gradientInParts(of states: [Tensor]) -> Tensor? {
        let total = rows * columns
        var cuts: Set<Int> = [0]
        for _ in 0..<1 + stream.integer(below: 4) { cuts.insert(stream.integer(below: total)) }
        let offsets = cuts.sorted()
        var sizes: [(position: Int, size: Int)] = []
        for (position, offset) in offsets.enumerated() {
            sizes.append((position, (position + 1 < offsets.count ? offsets[position + 1] : total) - offset))
        }
        if flip() { sizes.reverse() }
        var parts = [Tensor?](repeating: nil, count: offsets.count)
        for (position, size) in sizes {
            func piece(_ program: inout RandomProgram) -> Tensor? {
                guard
                    let whole = program.flip()
                        ? program.pick(states) : program.any({ $0.shape.count >= size })
                else { return nil }
                let start = program.stream.integer(below: whole.shape.count - size + 1)
                return whole.reshaped([whole.shape.count]).slice(from: start, [size])
            }
            guard let a = piece(&self), let b = piece(&self) else { return nil }
            let part: Tensor
            switch stream.integer(below: 4) {
            case 0: part = combined(a, b) + 1
            case 1: part = minimum(a.reshaped([1, size]).transposed().reshaped([size]), b)
            case 2: part = graph.tensor(Sum(axes: 0..<1), [concatenated(a, b, size)])
            default: part = a.reshaped([1, size]).transposed().reshaped([size])
            }
            parts[position] = minimumOfFew(part)
        }
        return graph.tensor(Assemble(count: total, offsets: offsets), parts.map { $0! })
    }

    private func concatenated(_ a: Tensor, _ b: Tensor, _ size: Int) -> Tensor {
        concatenate([a.reshaped([1, size]), b.reshaped([1, size])], axis: 0)
    }

    /// The part itself, or held to few values, which makes it elementwise.
    private mutating func minimumOfFew(_ part: Tensor) -> Tensor {
        stream.integer(below: 3) == 0 ? minimum(part, graph.scalar(3)) : part
    }

    /// A vector of as many elements, of a part of `source` that repeats.
    private mutating func repeated(_ source: Tensor) -> Tensor {
        let total = rows * columns
        func part(_ shape: Shape) -> Tensor {
            source.slice(from: stream.integer(below: total - shape.count + 1), shape)
        }
        switch stream.integer(below: 3) {
        case 0: return part([]).broadcast(to: [total])
        case 1: return part([rows, 1]).broadcast(to: [rows, columns]).reshaped([total])
        default: return part([columns]).broadcast(to: [rows, columns]).reshaped([total])
        }
    }
}
