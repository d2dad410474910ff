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
    /// What rows say that do not pass, the worst first; those without values for one reason together, and all of
    /// them, as no table has them.
    var problems: [GateItem]
    /// Statements of rows that were left out; the rows are listed.
    var moreProblems = 0
    /// What was not compared; configurations that changed in one way together.
    var mismatches: [GateItem]
    /// Statements of the kind that were left out.
    var moreMismatches = 0
    /// What readers should know beside.
    var notices: [String]
    /// Notices that were left out.
    var moreNotices = 0

    /// What is shown of a decision; all of it where `listsAll`.
    init(_ decision: GateDecision, listsAll: Bool) {
        let sorted = decision.rowsByVerdict
        let items = listsAll ? decision.items : decision.groupedItems
        problems = items.filter { $0.origin == .row && !$0.verdict.isGood }
        mismatches = items.filter { $0.origin == .configuration }
        notices = decision.notices
        guard !listsAll else {
            (rows, passing) = (sorted, [])
            return
        }
        // A row without values says nothing that its statement does not.
        let loud = sorted.filter { !$0.isQuiet && $0.hasNumbers }
        let quiet = sorted.filter(\.isQuiet)
        moreProblems = max(0, problems.count(where: \.isInTable) - Self.few)
        var room = Self.few
        problems.removeAll { problem in
            guard problem.isInTable else { return false }
            room -= 1
            return room < 0
        }
        moreMismatches = Self.cut(&mismatches)
        moreNotices = Self.cut(&notices)
        guard loud.count > Self.few else {
            rows = loud
            passing = PassingRows.sentences(quiet, of: decision)
            return
        }
        var better = loud.filter { $0.verdict == .improved }
        moreBetter = Self.cut(&better)
        rows = loud.filter { !$0.verdict.isGood } + better
        passing = PassingRows.sentences(
            decision.rows.filter { $0.verdict == .pass && !$0.isQuiet } + quiet, of: decision)
    }

    /// Leaves the first of many, and says how many it left out.
    private static func cut<Element>(_ elements: inout [Element]) -> Int {
        let more = max(0, elements.count - few)
        elements.removeLast(more)
        return more
    }
}
