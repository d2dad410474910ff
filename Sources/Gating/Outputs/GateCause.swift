import Primitives
import Records
import Reporting

/// What several members of a decision say for one cause, so that people read it once.
struct GateCause<Member> {
    /// Those that say it, in their order.
    var members: [Member]
    /// All of them in one statement.
    private let together: (_ members: [Member], _ decision: GateDecision) -> GateItem

    /// As many names stand in a statement before it only counts.
    private static var mostNames: Int { 4 }

    /// The statement; nil for a single member, which says it best itself.
    func item(_ decision: GateDecision) -> GateItem? {
        members.count > 1 ? together(members, decision) : nil
    }

    private static func grouped(
        _ members: [Member], by key: (Member) -> String?,
        _ together: @escaping ([Member], GateDecision) -> GateItem
    ) -> [GateCause] {
        var groups: [GateCause] = []
        var places: [String: Int] = [:]
        for member in members {
            if let key = key(member) {
                if let place = places[key] {
                    groups[place].members.append(member)
                    continue
                }
                places[key] = groups.count
            }
            groups.append(GateCause(members: [member], together: together))
        }
        return groups
    }

    private static func names(_ names: [String]) -> String { Phrases.list(names, most: mostNames) }
}

extension GateCause<GateDecision.Mismatch> {
    /// Configurations without a partner, those together that changed, or lack something, in the same way.
    static func groups(of mismatches: [Member]) -> [GateCause] {
        grouped(mismatches, by: { "\($0.kind.rawValue)\n\($0.cause)" }) { members, decision in
            let first = members[0]
            let configurations = Phrases.count(members.count, "configuration")
            let statement =
                switch first.kind {
                case .changed: "\(configurations) changed under the same names: \(first.cause)"
                case .gone, .new: "\(configurations) are \(first.cause)"
                case .numerics, .seeds: "\(configurations): \(first.cause)"
                }
            return GateItem(
                id: "\(first.kind.rawValue):\(first.cause)",
                title: "\(first.kind.rawValue): \(configurations)", kind: first.kind.rawValue,
                verdict: .incomparable,
                sentence: "\(statement) (\(names(members.map(\.labels.description)))).",
                line: decision.rules.line, origin: .configuration, isInTable: false)
        }
    }
}

extension GateCause<GateDecision.Row> {
    /// Rows, those together that have no values for the same reason; all others are alone.
    static func groups(of rows: [Member]) -> [GateCause] {
        grouped(rows, by: key) { members, decision in
            let first = members[0]
            let count = Phrases.count(members.count, "statement")
            let places = names(members.map(\.whereabouts))
            return GateItem(
                id: "\(first.subject.key):\(first.reason.rawValue): \(first.cause ?? "")",
                title: "\(first.subject.name) in \(count)", kind: first.subject.name,
                verdict: first.verdict,
                sentence: "\(first.subject.name): \(first.cause ?? "no values") in \(count) (\(places))"
                    + (first.reason == .notInBaseline ? "; save the baseline again." : "."),
                line: first.line ?? decision.rules.line, origin: .row, isInTable: false)
        }
    }

    private static func key(_ row: Member) -> String? {
        guard !row.hasNumbers, let cause = row.cause else { return nil }
        return "\(row.reason.rawValue) \(row.subject.key) \(row.line ?? 0) \(cause)"
    }
}
