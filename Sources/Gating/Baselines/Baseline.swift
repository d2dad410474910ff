import Primitives
import Records

/// What a suite gave once, under a name: what later programs are held to.
public struct Baseline: Sendable, Hashable {
    /// The version of the file's layout.
    public static let schemaVersion = 1

    /// Why it was saved, in the words of whoever did; nil for nothing.
    public var note: String?
    /// What was measured.
    public var measurements: GateMeasurements

    /// A baseline.
    public init(note: String? = nil, measurements: GateMeasurements) {
        self.note = note
        self.measurements = measurements
    }
}
