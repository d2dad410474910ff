import Primitives
import Records
import Reporting
import Statistics

extension SelfTestResult {
    /// The version of the JSON document's layout.
    private static let schemaVersion = 1

    /// Throws `.usage` where no document has that format.
    public static func check(format: String) throws(BenchError) {
        let known = ["text"] + ReportFormats.all.map(\.format)
        if known.contains(format) { return }
        throw BenchError(
            .usage, "a self-test has no format \"\(format)\"" + Suggestion.hint(for: format, among: known),
            remedy: "choose one of: \(known.joined(separator: ", "))")
    }

    /// The document in a format: "text", "json", or one of those of reports.
    ///
    /// Throws `.usage` for another.
    public func document(_ format: String) throws(BenchError) -> String {
        try Self.check(format: format)
        switch format {
        case "text": return text
        case "json": return json.canonical + "\n"
        default: return try ReportFormats.renderer(format).render(report)
        }
    }

    /// For programs: everything with all digits.
    public var json: JSONValue {
        [
            "schema": .integer(Self.schemaVersion), "suite": .string(suite), "is_gate": .boolean(isGate),
            "refusals": .array(refusals.map(JSONValue.string)),
            "notices": .array(notices.map(JSONValue.string)), "pool": .integer(pool),
            "seeds_per_gate": .integer(seedsPerGate), "alpha": .real(rules.alpha),
            "power": .real(rules.power), "lines": .array(lines.map(json)),
            "rows": .array(reaches.map(json)),
            "omitted": .array(omitted.map { ["id": .string($0.id), "reason": .string($0.reason)] }),
        ]
    }

    private func json(_ line: Line) -> JSONValue {
        let interval = line.interval(line.count(.regressed))
        var changes: [String: JSONValue] = [:]
        for (metric, change) in zip(rules.metrics, line.changes) {
            changes[metric.measure.key] = change.map(JSONValue.real) ?? .null
        }
        return [
            "id": .string(line.id), "title": .string(line.title), "kind": .string(line.kind.rawValue),
            "trials": .integer(line.trials),
            "regressed_interval": [.real(interval.lower), .real(interval.upper)],
            "stopped": .integer(line.stops(rules)),
            "regressed_of_failures_alone": .integer(line.ofFailuresAlone), "changes": .object(changes),
            "verdicts": .object(
                Dictionary(
                    uniqueKeysWithValues: GateVerdict.allCases.map {
                        ($0.rawValue, .integer(line.count($0)))
                    })),
        ]
    }

    private func json(_ reach: Reach) -> JSONValue {
        [
            "metric": .string(reach.metric.measure.key), "place": .string(reach.place),
            "pairs": .integer(reach.pairs),
            "deviation": reach.deviation.map(JSONValue.real) ?? .null, "margin": .real(reach.margin),
            "detectable": reach.detectable.map(JSONValue.real) ?? .null,
            "seeds_needed": reach.seedsNeeded.map(JSONValue.integer) ?? .null,
            "worsened": .integer(reach.worsened), "found": .integer(reach.found),
        ]
    }
}
