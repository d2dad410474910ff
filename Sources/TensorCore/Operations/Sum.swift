import CTensorKernels

/// The sum over a run of neighbouring axes.
///
/// Element r of the reduced run goes to lane r mod 16; each lane adds in order, then the lanes are added by
/// halves. That holds whichever axes are kept.
struct Sum: Reduction {
    let axes: Range<Int>

    var name: String { "sum" }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [restored(node.cotangent, to: node.inputs[0].shape)]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        groups(inputs[0]).map { $0.reduce(0, +) }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, _ in
            operation.template(
                inputs[0], rows: TK_SUM_ROWS, columns: TK_SUM_COLUMNS, middle: TK_SUM_MIDDLE)
        }
    }
}
