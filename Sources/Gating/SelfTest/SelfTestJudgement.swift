import Records
import Reporting
import Statistics

/// Whether what was measured is a gate; where not, why, and what to do.
///
/// It is one if no line without a change has a false-alarm rate that is shown to be above α (the lower end of its
/// interval is), and a metric that is worse by its margin is found in at least the share of gates that the rules ask
/// for as power.
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
            if line.share(.regressed) < rules.power {
                refusals.append(
                    "a metric that is worse by its margin is found in \(Self.share(line)) of the gates, less than "
                        + "the \(Phrases.percent(rules.power)) asked; " + Self.remedy(result))
            }
            if line.interval(line.passes).lower > rules.alpha {
                refusals.append(
                    "a metric that is worse by its margin passes in "
                        + "\(Phrases.percent(Double(line.passes) / Double(line.trials))) of the gates, more than the "
                        + "\(Phrases.percent(rules.alpha)) allowed; take more seeds")
            }
        } else {
            refusals.append("no gated metric has a value in this suite; gate one that its cells record")
        }
        self.refusals = refusals
    }

    /// More seeds than a suite can have are no advice.
    private static let mostSeeds = 10_000

    private static func share(_ line: SelfTestResult.Line) -> String {
        Phrases.percent(line.share(.regressed))
    }

    private static func remedy(_ line: SelfTestResult.Line) -> String {
        if 2 * line.ofFailuresAlone > line.count(.regressed) {
            return "cells fail for some seeds and not for others: mend them, or allow a share under failures"
        }
        return "differences between seeds are far from normal: take more seeds, or gate another metric"
    }

    /// What would raise the power: by the row that needs the most seeds.
    private static func remedy(_ result: SelfTestResult) -> String {
        let short = result.reaches.filter { ($0.seedsNeeded ?? .max) > result.seedsPerGate }
        guard let worst = short.max(by: { ($0.seedsNeeded ?? .max) < ($1.seedsNeeded ?? .max) }) else {
            return
                "by the spread of the pairs \(result.seedsPerGate) seeds should do, so something else is wrong: "
                + "see which rows are found"
        }
        var ways: [String] = []
        if let seeds = worst.seedsNeeded, seeds <= mostSeeds { ways.append("take \(seeds) seeds") }
        let margins = result.rules.metrics.compactMap { metric -> String? in
            let all = short.filter { $0.metric == metric }
            guard !all.isEmpty, all.allSatisfy({ $0.detectable != nil }),
                let most = all.max(by: { relative($0) < relative($1) }), let detectable = most.detectable
            else { return nil }
            // Two digits, rounded up.
            let least = 1.06 * detectable
            let name = SelfTestWords.name(metric)
            if case .relative(let share) = metric.margin, most.margin > 0 {
                return "\(NumberText.significant(100 * share * least / most.margin, 2)) % for \(name)"
            }
            return "\(NumberText.significant(least, 2)) for \(name)"
        }
        if !margins.isEmpty { ways.append("set a margin of \(Phrases.list(margins))") }
        if ways.isEmpty { return "no number of seeds is known to do" }
        let first = ways.joined(separator: ", or ")
        return first + (result.rules.scope == .suite ? "" : ", or gate fewer rows")
    }

    private static func relative(_ reach: SelfTestResult.Reach) -> Double {
        (reach.detectable ?? 0) / reach.margin
    }
}
