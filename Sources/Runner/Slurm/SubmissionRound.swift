import Primitives

/// One submission of shards: who did it, what was there before it, and the jobs that came of it.
public struct SubmissionRound: Sendable, Hashable {
    /// Its number, from 1.
    public var number: Int
    /// Which shards.
    public var shards: [Int]
    /// How many cells each of them had then.
    public var cellsBefore: [Int]
    /// The machine and process that submits it.
    public var claimant: String
    /// When, in seconds since 1970.
    public var claimedAt: Double
    /// The array's id; nil until it is known.
    public var array: String?
    /// The merge job's id; nil until it is known.
    public var merge: String?

    /// Seconds after which a claim without a job is one of a process that died.
    static let claimSeconds = 120.0

    /// Whether its jobs may still be on their way.
    func isBeingSubmitted(now: Double) -> Bool {
        array == nil && abs(now - claimedAt) < Self.claimSeconds
    }

    var json: JSONValue {
        [
            "round": .integer(number), "shards": .string(PositionRanges(shards).text),
            "cells_before": .array(cellsBefore.map(JSONValue.integer)), "claimant": .string(claimant),
            "claimed_at": .real(claimedAt), "array": array.map(JSONValue.string) ?? .null,
            "merge": merge.map(JSONValue.string) ?? .null,
        ]
    }

    init?(json: JSONValue) {
        guard let number = json["round"]?.integer,
            let shards = json["shards"]?.text.flatMap({ PositionRanges($0) }),
            case .array(let cells)? = json["cells_before"], cells.count == shards.positions.count,
            let claimant = json["claimant"]?.text, let claimedAt = json["claimed_at"]?.number
        else { return nil }
        self.init(
            number: number, shards: shards.positions, cellsBefore: cells.map { $0.integer ?? 0 },
            claimant: claimant, claimedAt: claimedAt, array: json["array"]?.text,
            merge: json["merge"]?.text)
    }

    init(
        number: Int, shards: [Int], cellsBefore: [Int], claimant: String, claimedAt: Double,
        array: String? = nil, merge: String? = nil
    ) {
        self.number = number
        self.shards = shards
        self.cellsBefore = cellsBefore
        self.claimant = claimant
        self.claimedAt = claimedAt
        self.array = array
        self.merge = merge
    }
}
