import Primitives
import Records
import Store

/// Everything that led to the numbers of one cell: `bench why`.
public struct WhyDocument: Sendable {
    private let history: CellHistory
    private let events: [StoredEvent]
    private let storePath: String

    /// What `store` knows of the cell `identity`, called and made again as `experiment` does (nil for the latest).
    public init(
        _ identity: CellIdentity, in store: Store, experiment: StoredExperiment? = nil
    ) throws(BenchError) {
        history = try CellHistory(identity, in: store, experiment: experiment)
        events = try store.events(of: identity)
        storePath = store.path
    }

    private var cell: StoredCell { history.cell }

    /// The commands that make the cell again, as they can be pasted into a shell.
    private var commands: [(purpose: String, line: String)] {
        var result = [
            (
                "train it again and look on",
                ShellWord.line(["bench", "replay", cell.identity.digest.short, "--db", storePath])
            ),
            (
                "train it again and compare the bits",
                ShellWord.line([
                    "bench", "verify", "--cell", cell.identity.digest.short, "--db", storePath,
                ])
            ),
        ]
        if let place = history.place {
            // Without --force a run leaves out what is stored.
            result.append(
                (
                    "train it from its suite",
                    ShellWord.line(
                        [
                            "bench", "run", place.experiment.record.suitePath, "--only",
                            "cell=\(cell.identity.digest.short)", "--db", storePath,
                        ] + (history.current == nil ? [] : ["--force"]))
                ))
        }
        return result
    }

    // MARK: For people

    /// For a person.
    public var text: String {
        var lines = ["cell \(cell.identity)", history.label, ""]
        lines += ["experiments that ask for it:"] + placeLines
        lines += ["", "specification (* is not the default):"]
        lines += SpecificationText(history.specification, Catalogue.vocabulary).lines
        let offset = history.specification["training_seed_offset"]?.integer ?? 0
        let more = offset == 0 ? "" : " (and \(offset), but for the data's)"
        lines += ["", "random streams, keyed by SHA-256 of the seed, \(cell.seed)\(more), and a name:"]
        lines += StreamList(history.specification).entries.map { "  \($0.name): \($0.purpose)" }
        lines += ["", "data:"] + dataLines
        lines += ["", "attempts:"]
        lines += history.attempts.isEmpty ? ["  none"] : history.attempts.flatMap(attemptLines)
        lines += ["", "results of the attempt that counts:"] + resultLines
        if !events.isEmpty { lines += ["", "events:"] + events.map(Self.line) }
        lines += ["", "to make it again:"]
        lines += commands.flatMap { ["  \($0.purpose):", "    \($0.line)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private var placeLines: [String] {
        if history.places.isEmpty { return ["  none"] }
        return history.places.map { place in
            let record = place.experiment.record
            return
                "  \(place.experiment.id) \(record.name) of \(place.experiment.createdAt), \(record.suitePath), "
                + "cell \(place.position): \(CellHistory.label(place, seed: cell.seed))"
        }
    }

    private var dataLines: [String] {
        guard let place = history.place else { return ["  unknown"] }
        let data = place.dataset
        var lines = ["  kind \(data.kind), SHA-256 \(data.contentHash)"]
        if let path = data.arguments["path"]?.text { lines.append("  file \(path)") }
        let classes = data.classes.map { "\($0) classes" } ?? "regression"
        lines.append(
            "  \(data.rows) rows, \(data.features) features, \(classes); train \(data.trainRows), "
                + "validation \(data.validationRows), test \(data.testRows)")
        return lines
    }

    private func attemptLines(_ attempt: StoredAttempt) -> [String] {
        let outcome = attempt.outcome
        var line = "  \(attempt.id)\(attempt.isCurrent ? " (counts)" : ""): \(outcome.status.kind.rawValue)"
        if let cause = outcome.status.cause { line += ", \(cause)" }
        var times =
            "    \(attempt.startedAt), \(Self.seconds(outcome.wallNanoseconds)) s, CPU "
            + "\(Self.seconds(outcome.cpuNanoseconds)) s"
        if let peak = outcome.peakBytes { times += ", at most \((peak + (1 << 20) - 1) >> 20) MiB" }
        return [line, times, "    \(VerificationReport.text(attempt.environment))"]
    }

    private var resultLines: [String] {
        guard let outcome = history.current?.outcome else { return ["  none"] }
        var lines: [String] = []
        if let digest = outcome.parametersDigest { lines.append("  SHA-256 of parameters: \(digest)") }
        if let digest = outcome.predictionsDigest { lines.append("  SHA-256 of predictions: \(digest)") }
        lines += outcome.metrics.map {
            "  \($0.part.rawValue).\($0.name): \($0.value)  \(ExactNumber.text($0.value).prefix { $0 != " " })"
        }
        let epochs = outcome.curves.map(\.epoch).max() ?? 0
        lines.append("  \(outcome.curves.count) points of learning curves over \(epochs) epochs")
        return lines
    }

    private static func line(_ event: StoredEvent) -> String {
        let detail = event.detail == .object([:]) ? "" : " \(event.detail.canonical)"
        return "  \(event.at) \(event.kind)\(detail)"
    }

    private static func seconds(_ nanoseconds: Int) -> String {
        JSONValue.canonicalNumber((Double(nanoseconds) / 1e6).rounded() / 1e3)
    }

    // MARK: For programs

    /// For a program.
    public var json: String {
        let document: JSONValue = [
            "cell": .string(cell.identity.description),
            "configuration": .string(cell.configuration.hexadecimal),
            "label": .string(history.label), "seed": .integer(cell.seed),
            "numerics": .integer(cell.numericsVersion), "cost_in_passes": .real(cell.costInPasses),
            "specification": history.specification,
            "experiments": .array(history.places.map(placeJSON)),
            "attempts": .array(history.attempts.map(Self.json)),
            "streams": .array(
                StreamList(history.specification).entries.map {
                    ["name": .string($0.name), "purpose": .string($0.purpose)]
                }),
            "events": .array(
                events.map { event in
                    [
                        "at": .string(event.at), "kind": .string(event.kind), "detail": event.detail,
                        "experiment": event.experiment.map(JSONValue.integer) ?? .null,
                    ]
                }),
            "commands": .array(
                commands.map { ["purpose": .string($0.purpose), "command": .string($0.line)] }),
        ]
        return document.canonical + "\n"
    }

    private func placeJSON(_ place: CellPlace) -> JSONValue {
        let data = place.dataset
        return [
            "experiment": .integer(place.experiment.id), "name": .string(place.experiment.record.name),
            "created_at": .string(place.experiment.createdAt),
            "suite_path": .string(place.experiment.record.suitePath), "position": .integer(place.position),
            "dataset": .string(place.labels.dataset), "model": .string(place.labels.model),
            "method": .string(place.labels.method),
            "data": [
                "kind": .string(data.kind), "sha256": .string(data.contentHash.hexadecimal),
                "arguments": data.arguments, "rows": .integer(data.rows),
                "features": .integer(data.features),
                "classes": data.classes.map(JSONValue.integer) ?? .null,
                "train_rows": .integer(data.trainRows), "validation_rows": .integer(data.validationRows),
                "test_rows": .integer(data.testRows), "corruptions": data.treatment.corruptions,
                "split": data.treatment.split, "preprocessing": data.treatment.preprocessing,
            ],
        ]
    }

    private static func json(_ attempt: StoredAttempt) -> JSONValue {
        let outcome = attempt.outcome
        func text(_ digest: Digest?) -> JSONValue { digest.map { .string($0.hexadecimal) } ?? .null }
        return [
            "attempt": .integer(attempt.id), "counts": .boolean(attempt.isCurrent),
            "status": .string(outcome.status.kind.rawValue),
            "cause": outcome.status.cause.map(JSONValue.string) ?? .null,
            "started_at": .string(attempt.startedAt), "wall_ns": .integer(outcome.wallNanoseconds),
            "cpu_ns": .integer(outcome.cpuNanoseconds),
            "peak_bytes": outcome.peakBytes.map(JSONValue.integer) ?? .null,
            "environment": attempt.environment.canonical,
            "parameters_sha256": text(outcome.parametersDigest),
            "predictions_sha256": text(outcome.predictionsDigest),
            "metrics": .array(
                outcome.metrics.map {
                    [
                        "part": .string($0.part.rawValue), "name": .string($0.name),
                        "value": .real($0.value), "bits": .string(ExactNumber.bits($0.value)),
                    ]
                }),
            "curves": .array(
                outcome.curves.map {
                    [
                        "epoch": .integer($0.epoch), "part": .string($0.part.rawValue),
                        "name": .string($0.name), "value": .real($0.value),
                    ]
                }),
        ]
    }
}
