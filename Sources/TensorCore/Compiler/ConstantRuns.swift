import CTensorKernels

/// A constant vector of few different neighbours, such as a mask of the weights: fused programs write it from
/// its runs instead of reading it from memory.
struct ConstantRuns: Hashable {
    /// Where each run ends and the bits of its value.
    struct Run: Hashable {
        let end: Int
        let bits: UInt32
    }

    /// In order; the last ends at the count.
    let runs: [Run]

    /// The runs of a constant; nil for other operations and where runs are short.
    init?(_ operation: any Operation) {
        guard let constant = operation as? Constant, constant.bits.count > 1 else { return nil }
        var runs: [Run] = []
        for (index, bits) in constant.bits.enumerated() {
            if let last = runs.last, last.bits == bits { runs.removeLast() }
            runs.append(Run(end: index + 1, bits: bits))
            if runs.count > 64 || runs.count > 1 + constant.bits.count / 32 { return nil }
        }
        self.runs = runs
    }
}
