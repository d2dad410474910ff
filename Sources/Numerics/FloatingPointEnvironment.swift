import CTensorKernels

/// The floating-point environment of the calling thread.
///
/// A host program, a preloaded library or a runtime built with fast-math flags may leave another rounding
/// direction behind, or the flushing of subnormal numbers. Plans set the standard environment by themselves;
/// what Swift computes outside of plans (data, initialisation, metrics) does not.
public enum FloatingPointEnvironment {
    /// Whether the thread rounds to nearest, keeps subnormal numbers and does not trap.
    public static var isStandard: Bool { tk_environment_is_standard() != 0 }

    /// Makes the thread round to nearest, keep subnormal numbers and not trap; threads it starts inherit that.
    public static func makeStandard() { _ = tk_exchange_environment(tk_standard_environment()) }

    /// Runs `body` in the standard environment, and restores what was.
    ///
    /// Not inlined, so that no operation of `body` moves beyond the two ends.
    @inline(never)
    public static func withStandard<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = tk_exchange_environment(tk_standard_environment())
        defer { _ = tk_exchange_environment(before) }
        return try body()
    }
}
