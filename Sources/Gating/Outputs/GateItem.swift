import Numerics
import Primitives
import Records

/// One thing that a decision says: what formats that list tests or problems are made of.
struct GateItem: Hashable {
    /// What says it.
    enum Origin { case row, configuration, whole }

    /// Its name for programs, unique in the decision and the same in every run.
    var id: String
    /// What it is about, for people: "test accuracy of sam".
    var title: String
    /// What it is about, without its place: "test accuracy", "changed".
    var kind: String
    /// What it says.
    var verdict: GateVerdict
    /// The whole statement.
    var sentence: String
    /// The line of the suite that it goes back to.
    var line: Int?
    /// What says it: a row, a configuration without a partner, or nothing but the verdict of the whole.
    var origin: Origin
    /// Whether a table of rows says it too, so that its sentence may be left out.
    var isInTable: Bool
}

extension [GateItem] {
    /// At most so many, in their order: the first of each kind and verdict before what no table says, and that before
    /// all others, so that nothing hides another kind by its number.
    func chosen(atMost most: Int) -> [GateItem] {
        guard count > most else { return self }
        var kinds: Set<String> = []
        let ranked = enumerated().map { place, item in
            let isFirst = kinds.insert("\(item.verdict.rawValue)\n\(item.kind)").inserted
            return (rank: isFirst ? 0 : item.isInTable ? 2 : 1, place: place)
        }
        let places = ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.prefix(most).map(\.place)
        return places.sorted().map { self[$0] }
    }
}

extension GateDecision {
    /// Everything that the decision says one by one, the worst first, else rows before configurations without a
    /// partner.
    ///
    /// One item at least has the verdict of the whole where that lets nothing pass, so that a list of items
    /// is never green where the gate is not.
    var items: [GateItem] { complete(rows.map(item) + mismatches.map(item)) }

    /// The same with what has one cause said once: what people read.
    var groupedItems: [GateItem] {
        complete(
            GateCause.groups(of: rows).flatMap { $0.item(self).map { [$0] } ?? $0.members.map(item) }
                + GateCause.groups(of: mismatches).flatMap {
                    $0.item(self).map { [$0] } ?? $0.members.map(item)
                })
    }

    private func complete(_ items: [GateItem]) -> [GateItem] {
        var items = items
        if exitCode != .success, !items.contains(where: { $0.verdict == verdict }) {
            items.append(
                GateItem(
                    id: "gate", title: "the gate", kind: "the gate", verdict: verdict,
                    sentence: verdictSentence,
                    line: rules.line, origin: .whole, isInTable: false))
        }
        return items.worstFirst(\.verdict)
    }

    /// What a row says.
    func item(_ row: Row) -> GateItem {
        GateItem(
            id: row.id, title: row.title, kind: row.subject.name, verdict: row.verdict,
            sentence: row.sentence,
            line: row.line ?? rules.line, origin: .row, isInTable: row.hasNumbers)
    }

    private func item(_ mismatch: Mismatch) -> GateItem {
        let kind = mismatch.kind.rawValue
        return GateItem(
            id: "\(kind):\(mismatch.labels)", title: "\(kind): \(mismatch.labels)", kind: kind,
            verdict: .incomparable,
            sentence: mismatch.sentence, line: rules.line, origin: .configuration, isInTable: false)
    }

    /// The rows, the worst first, else in their order.
    var rowsByVerdict: [Row] { rows.worstFirst(\.verdict) }
}

extension Array {
    /// The elements, those with the worst verdict first, else in their order.
    func worstFirst(_ verdict: (Element) -> GateVerdict) -> [Element] {
        enumerated().sorted { a, b in
            (verdict(a.element).rank, a.offset) < (verdict(b.element).rank, b.offset)
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

    /// Whether it is about what training costs.
    var isOfCost: Bool { if case .cost = subject { true } else { false } }

    /// Whether there is anything to show in a table.
    var hasNumbers: Bool { reason != .noPairs && reason != .notInBaseline }

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
        case .metric(let metric): metric.measure.title
        case .cost(let limit): limit.cost.rawValue
        case .failures: "failures"
        case .bits: "bits"
        }
    }

    /// What programs call it: "test.accuracy".
    var key: String {
        switch self {
        case .metric(let metric): metric.measure.key
        default: name
        }
    }
}
