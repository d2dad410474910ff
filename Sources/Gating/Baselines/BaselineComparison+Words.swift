import Records
import Reporting

extension BaselineComparison {
    /// So many statements are named where all would be too many.
    private static let mostNamed = 3

    /// What became worse, on one line that begins with a lower-case letter.
    ///
    /// "worse in 2 of 6 statements (1 beyond the margin, 2 beyond chance): test accuracy of sam 0.91 → 0.86,
    /// …".
    public var summary: String {
        var text = bar
        let worse = worse
        if !worse.isEmpty {
            text += ": " + worse.prefix(Self.mostNamed).map(sentence).joined(separator: "; ")
            if worse.count > Self.mostNamed { text += "; and \(worse.count - Self.mostNamed) more" }
        }
        return changes.isEmpty ? text : text + ". Besides: " + Phrases.list(changeCounts, most: .max)
    }

    /// How many statements became worse, and better where none did, of those that could be compared.
    private var bar: String {
        let compared = compared
        guard !compared.isEmpty else { return "not comparable in any statement" }
        let all = Phrases.count(compared.count, "statement")
        let notCompared = statements.count - compared.count
        let worse = worse
        guard !worse.isEmpty else {
            let better = compared.count { $0.standing == .better }
            return "worse in none of \(all)" + (better > 0 ? ", better in \(better)" : "")
                + (notCompared > 0 ? ", \(notCompared) not compared" : "")
        }
        func count(_ isCounted: (Statement) -> Bool) -> String {
            let number = worse.count(where: isCounted)
            return number == 0 ? "none" : String(number)
        }
        var parts = [count(\.isBeyondChance) + " beyond chance"]
        // An interval may leave out zero where this does not.
        if familySize > 1, !worse.allSatisfy(\.isBeyondChance) {
            parts[0] += " after correction for \(familySize) statements"
        }
        if hasMargins {
            parts.insert(count { $0.standing == .worseBeyondMargin } + " beyond the margin", at: 0)
        }
        let besides = notCompared > 0 ? "; \(notCompared) more not compared" : ""
        return "worse in \(worse.count) of \(all) (\(parts.joined(separator: ", "))\(besides))"
    }

    /// `2 configurations gone`, by kind.
    private var changeCounts: [String] {
        BaselineDifference.Kind.allCases.compactMap { kind in
            let changes = changes.filter { $0.kind == kind }
            guard !changes.isEmpty else { return nil }
            // One may have lost seeds and got others.
            let configurations = Set(changes.flatMap(\.configurations))
            let count = Phrases.count(configurations.count, "configuration")
            return switch kind {
            case .changed: "\(count) changed" + notCompared(changes, of: configurations.count)
            case .numerics: "\(count) of another numerics version"
            case .gone: "\(count) gone"
            case .new: "\(count) new"
            case .renamed: "\(count) renamed"
            case .seeds: "\(count) with other seeds" + seedsLeft(changes.compactMap(\.sharedSeeds))
            case .measures:
                changes.count > Self.mostNamed
                    ? "\(changes.count) metrics or costs kept on one side only"
                    : changes.map(\.text).joined(separator: ", ")
            case .undirected:
                changes.count > Self.mostNamed
                    ? "\(changes.count) metrics not compared" : changes.map(\.text).joined(separator: ", ")
            }
        }
    }

    /// ` (other data: not compared)`, where that is so.
    private func notCompared(_ changes: [BaselineDifference], of count: Int) -> String {
        let left = Set(changes.filter { !$0.isCompared }.flatMap(\.configurations)).count
        if left == 0 { return "" }
        let some = left == 1 ? "1 of them has " : "\(left) of them have "
        return " (\(left == count ? "" : some)other data: not compared)"
    }

    /// ` (means over 1 of 4 seeds)`: of a mean over few of the seeds it is easily said that it is no worse.
    private func seedsLeft(_ shared: [BaselineDifference.SharedSeeds]) -> String {
        guard
            let least = shared.min(by: {
                ($0.count * $1.before, $0.before) < ($1.count * $0.before, $1.before)
            })
        else { return "" }
        if least.count == 0, shared.allSatisfy({ $0.count == 0 }) { return " (none in common)" }
        let isAll = shared.allSatisfy { $0 == least }
        return " (means over \(isAll ? "" : "as few as ")\(least.count) of \(least.before) seeds)"
    }

    /// How many seeds the old side has where a statement of it rests on fewer; nil where it has lost none.
    func seedsBefore(_ row: GateDecision.Row) -> Int? {
        changes.filter { $0.configurations.contains(where: row.isOf) }.compactMap(\.sharedSeeds?.before).max()
    }

    /// `test accuracy of sam 0.912 → 0.861, −0.051 ± 0.008 over 6 seeds`.
    func sentence(_ statement: Statement) -> String {
        let row = statement.row
        let numbers = GateNumbers(row, alpha: alpha)
        var text = "\(row.title) \(numbers.baseline) → \(numbers.candidate)"
        // Of failures the shares say it all.
        if row.subject != .failures { text += ", " + numbers.difference }
        if case .metric = row.subject {
            let seeds = seedsBefore(row).map { "\(row.pairs) of \(Phrases.count($0, "seed"))" }
            text += " over \(seeds ?? Phrases.count(row.pairs, "seed"))"
        }
        return text
    }

    /// What a gate says of a baseline that was changed by what it gates; nil where nothing is another but the
    /// file.
    ///
    /// - Parameters:
    ///   - name: What the user calls the baseline.
    ///   - revision: What people call the git revision before the change.
    ///   - command: The command that shows all of it; nil where there is none.
    public func notice(name: String, since revision: String, command: String?) -> String? {
        guard !isNone else { return nil }
        return "This change also changes the baseline “\(name)” of \(revision): \(summary)."
            + (command.map { " All of it: \($0)" } ?? "")
    }
}

extension GateDecision.Row {
    /// Whether it is of that configuration too.
    fileprivate func isOf(_ labels: GateMeasurements.Labels) -> Bool {
        (dataset ?? labels.dataset, model ?? labels.model, method ?? labels.method)
            == (labels.dataset, labels.model, labels.method)
    }
}
