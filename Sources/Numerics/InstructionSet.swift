import CTensorKernels

/// A level of the CPU's instruction set; every level gives the same bits.
public enum InstructionSet: String, Sendable, CaseIterable {
    /// Plain x86-64 or arm64.
    case baseline
    /// AVX2 with fused multiply-add.
    case avx2
    /// AVX-512 F, BW, DQ, VL.
    case avx512

    /// The level as the kernels name it.
    public var kernelLevel: tk_level {
        switch self {
        case .baseline: TK_LEVEL_BASELINE
        case .avx2: TK_LEVEL_AVX2
        case .avx512: TK_LEVEL_AVX512
        }
    }

    /// Whether this machine has it.
    public var isAvailable: Bool { tk_has_level(kernelLevel) != 0 }

    /// The fastest level this machine has.
    public static var best: InstructionSet { allCases.last { $0.isAvailable }! }
}
