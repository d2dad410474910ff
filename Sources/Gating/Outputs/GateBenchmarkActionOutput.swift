import Primitives
import Records
import Reporting

/// What github-action-benchmark draws over time: the values of one direction, since the action takes a file
/// and a tool for each (`customSmallerIsBetter`, `customBiggerIsBetter`).
public struct GateBenchmarkActionOutput: GateOutput {
    private let direction: MetricDeclaration.Direction

    /// The output of the values that are better when they go that way.
    public init(_ direction: MetricDeclaration.Direction) { self.direction = direction }

    /// "github-action-benchmark-smaller" or "github-action-benchmark-bigger".
    public var format: String { "github-action-benchmark-" + (direction == .lower ? "smaller" : "bigger") }

    /// What it is for.
    public var summary: String {
        "for github-action-benchmark, tool "
            + (direction == .lower ? "customSmallerIsBetter" : "customBiggerIsBetter")
    }

    /// A list of `{name, unit, value, range, extra}`, on one line.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        let values = GateTrackedValue.all(decision).filter { $0.direction == direction }
        let entries = values.map { tracked -> JSONValue in
            var members: [String: JSONValue] = [
                "name": .string("\(decision.suite): \(tracked.row.title)"), "unit": .string(tracked.unit),
                "value": .real(tracked.value), "extra": .string(tracked.row.sentence),
            ]
            if let reach = tracked.halfWidth {
                members["range"] = .string("± \(NumberText.significant(reach, 2))")
            }
            return .object(members)
        }
        return JSONValue.array(entries).canonical + "\n"
    }
}
