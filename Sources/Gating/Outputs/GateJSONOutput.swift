import Primitives
import Records
import Statistics

/// The whole decision as canonical JSON: `gate.json`.
public struct GateJSONOutput: GateOutput {
    /// "json".
    public let format = "json"
    /// What it is for.
    public let summary = "gate.json: everything that was decided, for programs"
    /// Of the members; raised when one changes its meaning or goes.
    static let schemaVersion = 1

    /// The output.
    public init() {}

    /// The document, on one line; what cannot be shortened is whole.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        let document: JSONValue = [
            "schema_version": .integer(Self.schemaVersion), "suite": .string(decision.suite),
            "suite_path": .string(context.suitePath), "baseline": .string(decision.baselineName),
            "command": .string(context.command), "verdict": .string(decision.verdict.rawValue),
            "exit_code": .integer(Int(decision.exitCode.rawValue)),
            "summary": .string(decision.verdictSentence),
            "n_compared": .integer(decision.comparedCells),
            "n_identical": .integer(decision.identicalCells), "n_failed": .integer(decision.failedCells),
            "n_tested": .integer(decision.familySize), "sequential": .boolean(decision.isSequential),
            "rules": decision.rules.canonical, "rows": .array(decision.rows.map(row)),
            "mismatches": .array(decision.mismatches.map(mismatch)),
            "notices": .array(decision.notices.map(JSONValue.string)),
            "undecided": .array(decision.undecidedConfigurations.map { .object(labels($0)) }),
            "further_seeds": .integer(decision.furtherSeeds),
            "next": .array(GateAdvice(decision, context).sentences.map(JSONValue.string)),
        ]
        return document.canonical + "\n"
    }

    private func row(_ row: GateDecision.Row) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        func real(_ value: Double?) -> JSONValue { value.map(JSONValue.real) ?? .null }
        return [
            "id": .string(row.id), "subject": subject(row.subject), "dataset": text(row.dataset),
            "model": text(row.model), "method": text(row.method), "verdict": .string(row.verdict.rawValue),
            "reason": .string(row.reason.rawValue), "baseline": real(row.baseline),
            "candidate": real(row.candidate), "difference": row.difference.map(estimate) ?? .null,
            "margin": real(row.margin), "pairs": .integer(row.pairs),
            "identical_pairs": .integer(row.identicalPairs), "new_failures": .integer(row.newFailures),
            "p_within_margin": real(row.pWithinMargin), "p_worse": real(row.pWorse),
            "p_better": real(row.pBetter),
            "pairs_needed": row.pairsNeeded.map(JSONValue.integer) ?? .null,
            "line": row.line.map(JSONValue.integer) ?? .null, "sentence": .string(row.sentence),
        ]
    }

    /// `{"kind": "metric", …}` with the members that a suite has.
    private func subject(_ subject: GateDecision.Subject) -> JSONValue {
        func tagged(_ kind: String, _ value: JSONValue) -> JSONValue {
            guard case .object(var members) = value else { return value }
            members["kind"] = .string(kind)
            return .object(members)
        }
        return switch subject {
        case .metric(let metric): tagged("metric", metric.canonical)
        case .cost(let limit): tagged("cost", limit.canonical)
        case .failures: ["kind": "failures"]
        case .bits: ["kind": "bits"]
        }
    }

    private func estimate(_ estimate: MeanEstimate) -> JSONValue {
        [
            "mean": .real(estimate.mean), "count": .integer(estimate.count),
            "standard_error": estimate.standardError.map(JSONValue.real) ?? .null,
            "lower": estimate.interval.map { .real($0.lower) } ?? .null,
            "upper": estimate.interval.map { .real($0.upper) } ?? .null,
            "level": estimate.interval.map { .real($0.level) } ?? .null,
        ]
    }

    private func labels(_ labels: GateMeasurements.Labels) -> [String: JSONValue] {
        [
            "dataset": .string(labels.dataset), "model": .string(labels.model),
            "method": .string(labels.method),
        ]
    }

    private func mismatch(_ mismatch: GateDecision.Mismatch) -> JSONValue {
        var members = labels(mismatch.labels)
        members["kind"] = .string(mismatch.kind.rawValue)
        members["cause"] = .string(mismatch.cause)
        members["sentence"] = .string(mismatch.sentence)
        return .object(members)
    }
}
