import Foundation
import Primitives
import Records

/// Progress for machines: one JSON object per line.
///
/// Each line is written in one piece; `say` may be called from any thread, everything else from one.
public final class JSONProgress: ProgressView {
    private let interval: Double
    private let write: @Sendable (String) -> Void
    private var lastShown = 0.0

    /// An event `progress` every `interval` seconds beside the others; `write` gets whole lines.
    public init(interval: Double = 1, write: @escaping @Sendable (String) -> Void) {
        self.interval = interval
        self.write = write
    }

    /// The run begins.
    public func begin(_ monitor: RunMonitor) {
        let outline = monitor.outline
        tell(
            "begin",
            [
                "version": 1, "process_id": .integer(Int(getpid())), "suite": .string(outline.suite),
                "store": .string(outline.storePath), "experiment": .integer(outline.experiment),
                "total": .integer(outline.total), "reused": .integer(outline.reused),
                "jobs": .integer(outline.jobs),
            ])
    }

    /// Something happened.
    public func handle(_ event: DispatchEvent, _ monitor: RunMonitor) {
        func cell(_ number: Int) -> [String: JSONValue] {
            let cell = monitor.outline.cell(number)
            return ["cell": .string(cell.identity), "label": .string(cell.label)]
        }
        let elapsed = monitor.elapsed
        let moment: [String: JSONValue] = ["elapsed_seconds": .seconds(elapsed)]
        switch event {
        case .began(let worker, let number):
            tell("began", cell(number), moment, ["worker": .integer(worker)])
        case .ended(let worker, let number, let outcome, let isFinal):
            let own = monitor.outline.cell(number)
            let failure = RunSnapshot.Failure(
                identity: own.identity, label: own.label, status: outcome.status, isFinal: isFinal)
            guard case .object(let members) = failure.json else { return }
            let metrics = outcome.metrics.map { ("\($0.part.rawValue).\($0.name)", JSONValue.real($0.value)) }
            tell(
                "ended", members, moment,
                [
                    "worker": .integer(worker), "seconds": .seconds(Double(outcome.wallNanoseconds) * 1e-9),
                    "metrics": .object(Dictionary(metrics, uniquingKeysWith: { first, _ in first })),
                ])
        case .workerDied(let worker, let cause):
            tell(
                "worker_died", moment,
                ["worker": .integer(worker), "cause": .string(String(cause.prefix(400)))])
        case .quarantined(let number): tell("quarantined", cell(number), moment)
        case .workerReady, .epoch, .tick: break
        }
        if elapsed - lastShown >= interval {
            lastShown = elapsed
            tell("progress", monitor.snapshot().members(hasCurves: false))
        }
    }

    /// The run ends.
    public func end(remaining: Int, _ monitor: RunMonitor) {
        tell("end", monitor.snapshot().members(hasCurves: false), ["remaining": .integer(remaining)])
    }

    /// A message as an event of its own, written to `write`.
    public static func message(_ text: String) -> String {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return JSONValue.object(["event": "message", "text": .string(text)]).canonical + "\n"
    }

    private func tell(_ event: String, _ parts: [String: JSONValue]...) {
        var members: [String: JSONValue] = ["event": .string(event)]
        for part in parts { members.merge(part) { first, _ in first } }
        write(JSONValue.object(members).canonical + "\n")
    }
}
