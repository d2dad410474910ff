import Primitives

/// What a gate, or one row of it, says.
public enum GateVerdict: String, Sendable, Hashable, CaseIterable {
    /// Worse, and not shown to be within the margin.
    case regressed
    /// The two sides are not the same question: a configuration, a dataset or the arithmetic changed.
    case incomparable
    /// There was nothing to compare.
    case nothingMeasured = "nothing measured"
    /// The values say neither that it is worse nor that it is not.
    case inconclusive
    /// Better, beyond chance.
    case improved
    /// The same bits, or not worse by the margin.
    case pass

    /// The verdict of a whole gate, from those of its rows: the one that stands first above.
    public static func worst(_ verdicts: some Sequence<GateVerdict>) -> GateVerdict {
        let present = Set(verdicts)
        return allCases.first(where: present.contains) ?? .nothingMeasured
    }

    /// The exit code of a gate with this verdict.
    public func exitCode(inconclusivePasses: Bool) -> ExitCode {
        switch self {
        case .pass, .improved: .success
        case .regressed: .mismatch
        case .inconclusive: inconclusivePasses ? .success : .inconclusive
        case .incomparable, .nothingMeasured: .nothingCompared
        }
    }
}
