import Primitives
import Records
import Reporting
import Statistics

/// Rows of one subject that pass, in one sentence: how many, how many of them by the same bits, and which of the
/// others comes nearest to its margin.
struct PassingRows {
    /// The rows, one at least.
    var rows: [GateDecision.Row]
    /// All rows of their subject, those that do not pass among them.
    var total: Int
    /// For the numbers.
    var alpha: Double

    /// The sentences of rows that pass, subject by subject in the order of the decision's rows.
    static func sentences(_ rows: [GateDecision.Row], of decision: GateDecision) -> [String] {
        var subjects: [GateDecision.Subject] = []
        for row in rows where !subjects.contains(row.subject) { subjects.append(row.subject) }
        return subjects.map { subject in
            PassingRows(
                rows: rows.filter { $0.subject == subject },
                total: decision.rows.count { $0.subject == subject }, alpha: decision.rules.alpha
            ).sentence
        }
    }

    /// The sentence.
    var sentence: String {
        let subject = rows[0].subject
        if subject == .failures { return "failures: \(failures)." }
        if rows.count == 1 { return rows[0].sentence }
        return "\(subject.name): \(counts)\(identical)\(nearest)."
    }

    private var counts: String {
        let all = Phrases.count(total, "statement")
        return rows.count == total ? "all \(all)" : "\(rows.count) of \(all)"
    }

    private var identical: String {
        let number = rows.count { $0.reason == .identical }
        guard number > 0 else { return "" }
        var how = "by the same bits"
        if case .cost = rows[0].subject { how = "with the same value" }
        return number == rows.count ? " \(how)" : ", \(number) of them \(how)"
    }

    private var nearest: String {
        let measured = rows.compactMap { row in row.shareOfMargin.map { (row: row, share: $0) } }
        guard let row = measured.max(by: { $0.share < $1.share })?.row else { return "" }
        let numbers = GateNumbers(row, alpha: alpha)
        return "; nearest to its margin of \(numbers.margin): \(numbers.difference) of \(row.whereabouts)"
    }

    private var failures: String {
        let cells = rows.reduce(0) { $0 + $1.pairs }
        let failing = rows.reduce(0) { $0 + Int((($1.candidate ?? 0) * Double($1.pairs)).rounded()) }
        let new = rows.reduce(0) { $0 + $1.newFailures }
        let place =
            rows.count == total ? "" : " (\(rows.count) of \(Phrases.count(total, "statement")))"
        if rows.allSatisfy(\.isQuiet) {
            return "none in \(Phrases.count(cells, "cell"))\(place)"
        }
        return "\(failing) of \(Phrases.count(cells, "cell")) \(failing == 1 ? "fails" : "fail")\(place), "
            + (new == 0 ? "none of them anew" : "\(new) of them anew, no more than may")
    }
}

extension GateDecision.Row {
    /// Whether it is about failures and there is none, on either side: what nobody needs a row for.
    var isQuiet: Bool {
        subject == .failures && verdict == .pass && baseline == 0 && candidate == 0
    }

    /// How much of its margin the worse end of the difference takes, or the difference where it has no interval.
    ///
    /// 1 is all of it. Nil where there is no margin, and for the same bits.
    var shareOfMargin: Double? {
        guard reason != .identical, let margin, margin > 0, let difference else { return nil }
        let direction = subject.direction
        let worseEnd = direction == .higher ? difference.interval?.lower : difference.interval?.upper
        let share = -direction.gain(worseEnd ?? difference.mean) / margin
        return share.isFinite ? share : nil
    }
}
