import CTensorKernels

/// In every row, the column of the k-th smallest element, k counted from 0: the first one where elements tie.
///
/// Found without sorting: a bisection over the bits of the floats, 32 passes that count. k is the whole part of
/// its input, held between 0 and the last column (NaN is 0). −0 and 0 tie, and so do all NaNs, which are larger
/// than every number. No gradient flows.
struct RankIndex: Operation {
    var name: String { "rank index" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].rank == 2 && inputs[1].count == 1, "rows, and one rank for all of them")
        precondition(inputs[0][1] <= 1 << 24, "a float holds whole numbers up to 2^24 only")
        return [inputs[0][0]]
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [nil, nil] }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let columns = inputs[0].shape[1]
        let rank = rowNumber(inputs[1].elements[0], of: columns)
        return (0..<inputs[0].shape[0]).map { row in
            let elements = inputs[0].elements[row * columns..<(row + 1) * columns]
            let wanted = elements.sorted { !$0.isNaN && ($1.isNaN || $0 < $1) }[rank]
            let first = elements.firstIndex { wanted.isNaN ? $0.isNaN : $0 == wanted }!
            return Double(first - row * columns)
        }
    }

    var lowering: Lowering {
        .instruction { inputs, _ in
            InstructionTemplate(opcode: TK_RANK_INDEX, dimensions: [inputs[0][0], inputs[0][1]])
        }
    }
}
