/// Why the process ended; one cause each, following sysexits where it has a name for it.
///
/// 2 is avoided on purpose: make, grep and pytest use it.
public enum ExitCode: Int32, Sendable {
    /// Everything asked for was done.
    case success = 0
    /// A confirmed regression, or a report or claim that does not match.
    case mismatch = 1
    /// The evidence decides nothing.
    case inconclusive = 3
    /// Nothing was compared, or there is no baseline.
    case nothingCompared = 4
    /// Some cells failed; their causes are stored.
    case cellsFailed = 5
    /// A re-run did not give the stored bits.
    case verificationMismatch = 6
    /// Wrong usage or an invalid suite.
    case usage = 64
    /// Bad data.
    case data = 65
    /// A fault of this program.
    case `internal` = 70
    /// The store is busy, or cannot be written.
    case storeBusy = 75
    /// Interrupted; the store is consistent.
    case interrupted = 130
}
