import Primitives
import Records
import Store

/// What a replay came to, beside what is stored of the cell.
public struct ReplayReport: Sendable {
    private let history: CellHistory
    private let outcome: Outcome
    private let steps: Int?
    private let environment: Environment
    /// In what the outcome differs from the stored one; nil where nothing is stored that could be compared.
    public let differences: [OutcomeDifference]?

    /// The report of an outcome of a cell, `steps` of which were traced, in `environment`.
    public init(_ history: CellHistory, _ outcome: Outcome, steps: Int?, environment: Environment) {
        self.history = history
        self.outcome = outcome
        self.steps = steps
        self.environment = environment
        differences = history.current.flatMap { current in
            let kind = current.outcome.status.kind
            guard kind == .completed || kind == .diverged else { return nil }
            return OutcomeComparison.differences(current.outcome, outcome)
        }
    }

    /// What the command ends with.
    public var exitCode: ExitCode { differences?.isEmpty == false ? .verificationMismatch : .success }

    /// For a person.
    public var text: String {
        var lines = ["cell \(history.cell.identity)", history.label]
        let epochs = outcome.curves.map(\.epoch).max() ?? 0
        var line = "\(outcome.status.kind.rawValue) after \(epochs) \(epochs == 1 ? "epoch" : "epochs")"
        if let cause = outcome.status.cause { line += ": \(cause)" }
        if let steps { line += "; \(steps) \(steps == 1 ? "step" : "steps") traced" }
        lines.append(line)
        if let digest = outcome.parametersDigest { lines.append("SHA-256 of parameters: \(digest)") }
        lines += outcome.metrics.map { "\($0.part.rawValue).\($0.name): \($0.value)" }
        switch (differences, history.current) {
        case (let differences?, let current?) where differences.isEmpty:
            lines.append("the same bits as attempt \(current.id), which is stored")
        case (let differences?, let current?):
            lines.append("NOT the bits of attempt \(current.id), which is stored:")
            lines += differences.map { "  " + $0.text() }
            lines.append("  stored: \(VerificationReport.text(current.environment))")
            lines.append("  now: \(VerificationReport.text(environment))")
        case (nil, let current?):
            lines.append(
                "the stored attempt \(current.id) ended as \(current.outcome.status.kind.rawValue): there are no bits to compare"
            )
        case (_, nil): lines.append("no attempt is stored to compare with")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For a program.
    public var json: String {
        let document: JSONValue = [
            "cell": .string(history.cell.identity.description), "label": .string(history.label),
            "status": .string(outcome.status.kind.rawValue),
            "cause": outcome.status.cause.map(JSONValue.string) ?? .null,
            "steps_traced": steps.map(JSONValue.integer) ?? .null,
            "parameters_sha256": outcome.parametersDigest.map { .string($0.hexadecimal) } ?? .null,
            "predictions_sha256": outcome.predictionsDigest.map { .string($0.hexadecimal) } ?? .null,
            "metrics": .object(
                Dictionary(
                    outcome.metrics.map { ("\($0.part.rawValue).\($0.name)", .real($0.value)) },
                    uniquingKeysWith: { $1 })),
            "identical": differences.map { .boolean($0.isEmpty) } ?? .null,
            "differences": .array((differences ?? []).map(\.json)),
        ]
        return document.canonical + "\n"
    }
}
