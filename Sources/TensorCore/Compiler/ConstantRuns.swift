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
        let most = min(64, 1 + constant.bits.count / 32)
        var runs: [Run] = []
        var bits = constant.bits[0]
        for (index, next) in constant.bits.enumerated() where next != bits {
            runs.append(Run(end: index, bits: bits))
            if runs.count == most { return nil }
            bits = next
        }
        runs.append(Run(end: constant.bits.count, bits: bits))
        self.runs = runs
    }
}
