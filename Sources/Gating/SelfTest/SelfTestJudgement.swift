import Records
import Reporting
import Statistics

/// Whether what was measured is a gate; where not, why, and what to do.
///
/// It is one if all of this holds:
///
/// - no line without a change has a false-alarm rate that is shown to be above α (the lower end of its interval is);
/// - a metric that is worse by its margin is found in at least the share of gates that the rules ask for as power, and
///   there are enough gates to say so: the lower end of the interval is at most 0.1 below;
/// - no row falls short of that by itself, since many rows that find everything hide one that finds nothing: none is
///   shown to be found less often, and none needs more seeds than a gate has by the spread of the pool's pairs;
/// - a metric that is worse by its margin is not shown to pass in more than α of the gates;
/// - some planted change is found, where margins are: if they are so wide that none is, nothing that can happen would be.
struct SelfTestJudgement {
    /// Why it is no gate, each with what to do; empty where it is one.
    let refusals: [String]

    init(_ result: SelfTestResult) {
        let rules = result.rules
        var refusals: [String] = []
        for line in result.lines where line.kind == .noChange {
            guard line.interval(line.count(.regressed)).lower > rules.alpha else { continue }
            refusals.append(
                "\(line.title): \(Self.share(line)) of the gates say regressed where nothing changed, more than "
                    + "the \(Phrases.percent(rules.alpha)) allowed; " + Self.remedy(line))
        }
        if let line = result.lines.first(where: { $0.kind == .atMargin }) {
            let shortfall = Self.detection(line, SelfTestShortfall(result), result)
            refusals += shortfall
            if line.interval(line.passes).lower > rules.alpha {
                refusals.append(
                    "a metric that is worse by its margin passes in "
                        + "\(Phrases.percent(Double(line.passes) / Double(line.trials))) of the gates, more than the "
                        + "\(Phrases.percent(rules.alpha)) allowed; take more seeds")
            }
            // A gate that does not find its margin misses the planted changes for that.
            if shortfall.isEmpty { refusals += Self.width(result) }
        } else if result.hasNoCompletedCell {
            refusals.append("no cell of the suite completed: all of them failed or diverged; mend that first")
        } else {
            refusals.append("no gated metric has a value in this suite; gate one that its cells record")
        }
        self.refusals = refusals
    }

    /// Whether margins are so wide that nothing planted is found.
    private static func width(_ result: SelfTestResult) -> [String] {
        let planted = result.lines.filter { $0.kind == .planted }
        guard let most = planted.map({ $0.share(.regressed) }).max(), most < result.rules.power else {
            return []
        }
        return [
            "of \(Phrases.count(planted.count, "planted change")) none is found in "
                + "\(Phrases.percent(result.rules.power)) of the gates (at most in \(Phrases.percent(most))); the "
                + "margins are too wide for what this suite can lose: make them narrower"
        ]
    }

    private static func share(_ line: SelfTestResult.Line) -> String {
        Phrases.percent(line.share(.regressed))
    }

    private static func remedy(_ line: SelfTestResult.Line) -> String {
        if 2 * line.ofFailuresAlone > line.count(.regressed) {
            return "cells fail for some seeds and not for others: mend them, or allow a share under failures"
        }
        return "differences between seeds are far from normal: take more seeds, or gate another metric"
    }

    /// Why too little is found: in all of the gates, in some rows, or in too few gates to say; nothing where enough is.
    private static func detection(
        _ line: SelfTestResult.Line, _ shortfall: SelfTestShortfall, _ result: SelfTestResult
    ) -> [String] {
        let power = result.rules.power
        let asked = "less than the \(Phrases.percent(power)) asked"
        if line.share(.regressed) < power {
            return [
                (["a metric that is worse by its margin is found in \(share(line)) of the gates, \(asked)"]
                    + [shortfall.worst, shortfall.remedy].compactMap { $0 }).joined(separator: "; ")
            ]
        }
        if let worst = shortfall.worst {
            let rows = Phrases.count(result.reaches.count, "row")
            return [
                "a metric that is worse by its margin is found in \(share(line)) of the gates, but not in every row: "
                    + "\(shortfall.rows.count) of \(rows) \(shortfall.rows.count == 1 ? "falls" : "fall") short; "
                    + worst + "; " + shortfall.remedy
            ]
        }
        let lower = line.interval(line.count(.regressed)).lower
        let least = leastLower(result.rules)
        guard lower < least else { return [] }
        return [
            "\(Phrases.count(line.trials, "gate")) per line are too few to say that a metric that is worse by its "
                + "margin is found: in \(share(line)) of them, but the share may be "
                + "\(NumberText.significant(100 * lower, 2)) %, and it has to be shown to be "
                + "\(NumberText.significant(100 * least, 2)) % at least; take --trials \(enoughTrials(result.rules))"
        ]
    }

    /// What the lower end of the interval of the found share has to reach.
    private static func leastLower(_ rules: GateRules) -> Double { max(rules.power - 0.1, rules.alpha) }

    /// Hundreds of gates with which a share that is the power is shown.
    private static func enoughTrials(_ rules: GateRules) -> Int {
        let hundreds = (1...100).first { number in
            let trials = 100 * number
            let found = Int((rules.power * Double(trials)).rounded(.up))
            guard let interval = clopperPearson(successes: found, of: trials) else { return false }
            return interval.lower >= leastLower(rules)
        }
        return 100 * (hundreds ?? 100)
    }
}
