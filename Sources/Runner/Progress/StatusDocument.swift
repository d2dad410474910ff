import Foundation
import Primitives

/// What a status file says: which process runs which suite, and how far it is.
public struct StatusDocument: Sendable, Hashable {
    /// The version of this layout.
    static let version = 1

    /// The process that runs it.
    public var process: Int32
    /// Where.
    public var host: String
    /// When the run began, ISO 8601 in UTC.
    public var started: String
    /// When this was written, ISO 8601 in UTC.
    public var updated: String
    /// The suite's name.
    public var suite: String
    /// The experiment's number in the store.
    public var experiment: Int
    /// How far it is.
    public var snapshot: RunSnapshot

    /// The status file of the store at `path`: beside the file that the path leads to.
    public static func path(store path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path + ".status.json"
    }

    /// What the status file of the store at `path` says; nil where there is none that can be read.
    public static func read(store path: String) -> StatusDocument? {
        guard let data = FileManager.default.contents(atPath: Self.path(store: path)),
            let json = try? JSONParser.parse(String(decoding: data, as: UTF8.self))
        else { return nil }
        return StatusDocument(json: json)
    }

    /// All of it.
    public var json: JSONValue { json(hasCurves: true) }

    /// All of it, perhaps without learning curves.
    func json(hasCurves: Bool) -> JSONValue {
        let own: [String: JSONValue] = [
            "version": .integer(Self.version), "process_id": .integer(Int(process)), "host": .string(host),
            "started": .string(started), "updated": .string(updated), "suite": .string(suite),
            "experiment": .integer(experiment),
        ]
        return .object(snapshot.members(hasCurves: hasCurves).merging(own) { $1 })
    }

    /// Seconds since it was written, by this machine's clock; nil where the text is no moment.
    public var age: Double? {
        (try? Date(updated, strategy: .iso8601)).map { max(0, -$0.timeIntervalSinceNow) }
    }
}

extension StatusDocument {
    init?(json: JSONValue) {
        guard json["version"]?.integer == Self.version, let snapshot = RunSnapshot(members: json),
            let process = json["process_id"]?.integer.flatMap({ Int32(exactly: $0) }),
            let suite = json["suite"]?.text, let experiment = json["experiment"]?.integer
        else { return nil }
        self.init(
            process: process, host: json["host"]?.text ?? "", started: json["started"]?.text ?? "",
            updated: json["updated"]?.text ?? "", suite: suite, experiment: experiment, snapshot: snapshot)
    }
}
