import CTensorKernels
import Primitives

extension SHA256 {
    /// An empty message, to be hashed by the CPU's own instructions where it has them.
    ///
    /// For files, which may be large; the digest is the same.
    public static func accelerated() -> SHA256 {
        guard hasInstructions else { return SHA256() }
        return SHA256 { state, blocks, count in tk_sha256(state, blocks, count) }
    }

    /// Asked once: in a virtual machine the question costs microseconds.
    private static let hasInstructions = tk_has_sha256() != 0
}
