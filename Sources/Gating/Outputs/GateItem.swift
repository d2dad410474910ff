import Numerics
import Primitives
import Records

/// One thing that a decision says: what formats that list tests or problems are made of.
struct GateItem: Hashable {
    /// Its name for programs, unique in the decision and the same in every run.
    var id: String
    /// What it is about, for people: "test accuracy of sam".
    var title: String
    /// What it says.
    var verdict: GateVerdict
    /// The whole statement.
    var sentence: String
    /// The line of the suite that it goes back to.
    var line: Int?
    /// Whether it only repeats the verdict of the whole.
    var isWhole = false
}

extension GateDecision {
    /// Everything that the decision says, the worst first, else rows before configurations without a partner.
    ///
    /// One item at least has the verdict of the whole where that lets nothing pass, so that a list of items
    /// is never green where the gate is not.
    var items: [GateItem] {
        var items = rows.map { row in
            GateItem(
                id: row.id, title: row.title, verdict: row.verdict, sentence: row.sentence,
                line: row.line ?? rules.line)
        }
        items += mismatches.map { mismatch in
            GateItem(
                id: "\(mismatch.kind.rawValue):\(mismatch.labels)",
                title: "\(mismatch.kind.rawValue): \(mismatch.labels)", verdict: .incomparable,
                sentence: mismatch.sentence, line: rules.line)
        }
        if exitCode != .success, !items.contains(where: { $0.verdict == verdict }) {
            items.append(
                GateItem(
                    id: "gate", title: "the gate", verdict: verdict, sentence: verdictSentence,
                    line: rules.line, isWhole: true))
        }
        return items.enumerated().sorted { a, b in
            (a.element.verdict.rank, a.offset) < (b.element.verdict.rank, b.offset)
        }.map(\.element)
    }

    /// The rows, the worst first, else in their order.
    var rowsByVerdict: [Row] {
        rows.enumerated().sorted { a, b in
            (a.element.verdict.rank, a.offset) < (b.element.verdict.rank, b.offset)
        }.map(\.element)
    }
}

extension GateVerdict {
    /// Its place among the verdicts; 0 is the worst.
    var rank: Int { Self.allCases.firstIndex(of: self)! }

    /// Whether nothing is wrong: the same, or better.
    var isGood: Bool { self == .pass || self == .improved }
}

extension GateDecision.Row {
    /// What it is about: "test accuracy of sam".
    var title: String { "\(subject.name) of \(whereabouts)" }

    /// Where: "digits / mlp / sam", or "the suite".
    var whereabouts: String { dataset == nil && model == nil && method == nil ? "the suite" : place }

    /// The baseline's mean in the unit of what the row is about: of speed, where rows have logarithms, the
    /// geometric mean.
    var baselineLevel: Double? { baseline.map(level) }

    /// The candidate's mean, likewise.
    var candidateLevel: Double? { candidate.map(level) }

    private func level(_ value: Double) -> Double {
        if case .cost(let limit) = subject, limit.cost == .speed { return DeterministicMath.exp(value) }
        return value
    }

    /// The line of the suite that asks for it.
    var line: Int? {
        switch subject {
        case .metric(let metric): metric.line
        case .cost(let limit): limit.line
        case .failures, .bits: nil
        }
    }
}

extension GateDecision.Subject {
    /// What people call it: "test accuracy".
    var name: String {
        switch self {
        case .metric(let metric): "\(metric.measure.part.rawValue) \(metric.measure.name)"
        case .cost(let limit): limit.cost.rawValue
        case .failures: "failures"
        case .bits: "bits"
        }
    }

    /// What programs call it: "test.accuracy".
    var key: String {
        switch self {
        case .metric(let metric): "\(metric.measure.part.rawValue).\(metric.measure.name)"
        default: name
        }
    }
}
