import Records
import Reporting

/// What a self-test tells of a gate that may well be one, and is a nuisance all the same.
enum SelfTestNotices {
    /// More changes without an effect than this are not to be stopped without a word.
    private static let mostStopped = 0.1

    /// The notices, each with what to do.
    static func all(_ result: SelfTestResult) -> [String] {
        // Alarms alone are the judgement's business: it refuses them.
        guard !result.rules.inconclusivePasses,
            let line = result.lines.first(where: { $0.id == SelfTestResult.Line.restarted }),
            line.count(.inconclusive) > 0
        else { return [] }
        let share = Double(line.stops(result.rules)) / Double(line.trials)
        guard share > mostStopped else { return [] }
        return [
            "\(NumberText.significant(100 * share, 2)) % of the gates stop a change without an effect, "
                + "\(NumberText.significant(100 * line.share(.inconclusive), 2)) % because they cannot decide: take "
                + "more seeds, let them pass with inconclusive: pass, or gate with --until-decided and a larger "
                + "max_seeds"
        ]
    }
}
