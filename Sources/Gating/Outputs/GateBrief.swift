import Reporting

/// What formats for people show of a decision: everything of a small one, and of a large one what matters row by
/// row and the rest in a line each.
struct GateBrief {
    /// As many rows are listed whatever they say; of very many, as many that are better, and as many sentences.
    static let few = 20

    /// The rows that are listed, the worst first.
    var rows: [GateDecision.Row]
    /// Rows that are better and not listed.
    var moreBetter = 0
    /// What the rows that pass and are not listed say together.
    var passing: [String]
    /// What does not pass, the worst first; in a large decision what has one cause is one statement.
    var problems: [GateItem]
    /// Statements of the kind that were left out.
    var moreProblems = 0
    /// What readers should know beside.
    var notices: [String]
    /// Notices that were left out.
    var moreNotices = 0

    /// What is shown of a decision; all of it where `listsAll`.
    init(_ decision: GateDecision, listsAll: Bool) {
        let sorted = decision.rowsByVerdict
        let items = listsAll ? decision.items : decision.groupedItems
        problems = items.filter { !$0.verdict.isGood && $0.origin != .whole }
        notices = decision.notices
        guard !listsAll else {
            (rows, passing) = (sorted, [])
            return
        }
        // A row without values says nothing that the statement of all of them does not.
        let together = GateCause.groups(of: decision.rows).filter { $0.members.count > 1 }
        let said = Set(together.flatMap { $0.members.map(\.id) })
        let loud = sorted.filter { !$0.isQuiet && !said.contains($0.id) }
        let quiet = sorted.filter(\.isQuiet)
        moreProblems = Self.cut(&problems)
        moreNotices = max(0, notices.count - Self.few)
        notices = Array(notices.prefix(Self.few))
        guard loud.count > Self.few else {
            rows = loud
            passing = PassingRows.sentences(quiet, of: decision)
            return
        }
        let better = loud.filter { $0.verdict == .improved }
        moreBetter = max(0, better.count - Self.few)
        rows = loud.filter { !$0.verdict.isGood } + better.prefix(Self.few)
        passing = PassingRows.sentences(
            decision.rows.filter { $0.verdict == .pass && !$0.isQuiet } + quiet, of: decision)
    }

    /// Leaves the first of the rows' statements and the first of the configurations', and says how many it left out.
    private static func cut(_ problems: inout [GateItem]) -> Int {
        let before = problems.count
        var counts: [GateItem.Origin: Int] = [:]
        problems.removeAll { item in
            counts[item.origin, default: 0] += 1
            return counts[item.origin, default: 0] > few
        }
        return before - problems.count
    }
}
