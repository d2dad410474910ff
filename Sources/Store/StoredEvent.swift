import Primitives
import Records

/// Something that happened to the store or to a run: an entry of its log.
public struct StoredEvent: Sendable, Hashable {
    /// What happened, in a word or two: "run started", "worker died".
    public var kind: String
    /// The experiment that it is about, if any.
    public var experiment: Int?
    /// The cell that it is about, if any.
    public var cell: CellIdentity?
    /// What else there is to say.
    public var detail: JSONValue
    /// When: ISO 8601, UTC, microseconds.
    public var at: String

    /// An event; `at` is in seconds since 1970, now when nil.
    public init(
        kind: String, experiment: Int? = nil, cell: CellIdentity? = nil, detail: JSONValue = .object([:]),
        at: Double? = nil
    ) {
        self.kind = kind
        self.experiment = experiment
        self.cell = cell
        self.detail = detail
        self.at = Timestamp.text(at ?? Timestamp.now)
    }
}
