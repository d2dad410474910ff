import Primitives

/// How a run on a cluster ended, written once its results are in the store.
public struct SlurmOutcome: Sendable, Hashable {
    /// The ways to end.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Every shard is complete.
        case complete
        /// Some shards were lost too often; what they had published is in the store.
        case incomplete
        /// Somebody cancelled some tasks; what they had published is in the store.
        case stopped
    }

    /// How.
    public var state: State
    /// The shards that are not complete.
    public var missingShards: [Int]
    /// When, in seconds since 1970.
    public var endedAt: Double
    /// Cells of which two shards have different bits, in words.
    public var conflicts: [String]

    var json: JSONValue {
        [
            "state": .string(state.rawValue), "missing_shards": .string(PositionRanges(missingShards).text),
            "ended_at": .real(endedAt), "conflicts": .array(conflicts.map(JSONValue.string)),
        ]
    }

    init?(json: JSONValue) {
        guard let state = json["state"]?.text.flatMap(State.init(rawValue:)),
            let missing = json["missing_shards"]?.text.flatMap({ PositionRanges($0) }),
            let endedAt = json["ended_at"]?.number, case .array(let conflicts)? = json["conflicts"]
        else { return nil }
        self.init(
            state: state, missingShards: missing.positions, endedAt: endedAt,
            conflicts: conflicts.compactMap(\.text))
    }

    init(state: State, missingShards: [Int], endedAt: Double, conflicts: [String] = []) {
        self.state = state
        self.missingShards = missingShards
        self.endedAt = endedAt
        self.conflicts = conflicts
    }
}
