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

    /// How many statements became worse, and better where none did.
    private var bar: String {
        let all = Phrases.count(statements.count, "statement")
        let worse = worse
        guard !worse.isEmpty else {
            if statements.isEmpty { return "not comparable in any statement" }
            let better = statements.count { $0.standing == .better }
            return "worse in none of \(all)" + (better > 0 ? ", better in \(better)" : "")
        }
        func count(_ isCounted: (Statement) -> Bool) -> String {
            let number = worse.count(where: isCounted)
            return number == 0 ? "none" : String(number)
        }
        var parts = [count(\.isBeyondChance) + " beyond chance"]
        if hasMargins {
            parts.insert(count { $0.standing == .worseBeyondMargin } + " beyond the margin", at: 0)
        }
        return "worse in \(worse.count) of \(all) (\(parts.joined(separator: ", ")))"
    }

    /// `2 configurations gone`, by kind.
    private var changeCounts: [String] {
        BaselineDifference.Kind.allCases.compactMap { kind in
            let changes = changes.filter { $0.kind == kind }
            guard !changes.isEmpty else { return nil }
            let configurations = changes.reduce(0) { $0 + $1.configurations.count }
            let count = Phrases.count(configurations, "configuration")
            return switch kind {
            case .changed: "\(count) changed"
            case .numerics: "\(count) of another numerics version"
            case .gone: "\(count) gone"
            case .new: "\(count) new"
            case .renamed: "\(count) renamed"
            case .seeds: "\(count) with other seeds"
            case .measures:
                changes.count > Self.mostNamed
                    ? "\(changes.count) metrics or costs kept on one side only"
                    : changes.map(\.text).joined(separator: ", ")
            }
        }
    }

    /// `test accuracy of sam 0.912 → 0.861, −0.051 ± 0.008 over 6 seeds`.
    func sentence(_ statement: Statement) -> String {
        let row = statement.row
        let numbers = GateNumbers(row, alpha: alpha)
        var text = "\(row.title) \(numbers.baseline) → \(numbers.candidate)"
        // Of failures the shares say it all.
        if row.subject != .failures { text += ", " + numbers.difference }
        if case .metric = row.subject { text += " over \(Phrases.count(row.pairs, "seed"))" }
        return text
    }

    /// What a gate says of a baseline that was changed by what it gates; nil where nothing is another but the
    /// file.
    ///
    /// - Parameters:
    ///   - name: What the user calls the baseline.
    ///   - revision: The git revision before the change.
    ///   - command: The command that shows all of it.
    public func notice(name: String, since revision: String, command: String) -> String? {
        guard !isNone else { return nil }
        // Of a commit the beginning is enough for people.
        let isCommit = revision.utf8.count == 40 && revision.allSatisfy(\.isHexDigit)
        return
            "This change also changes the baseline “\(name)” of \(isCommit ? String(revision.prefix(12)) : revision): "
            + "\(summary). "
            + "All of it: \(command)"
    }
}
