import Records
import Reporting
import Statistics

/// The rows of a gate that do not find what is worse by its margin often enough, and what they take.
struct SelfTestShortfall {
    /// The rows, the worst first: by the seeds that they need, then by how seldom they find.
    let rows: [SelfTestResult.Reach]
    private let result: SelfTestResult

    init(_ result: SelfTestResult) {
        self.result = result
        rows = result.reaches.enumerated()
            .filter { Self.needsMore($0.element, result) || Self.isShownShort($0.element, result) }
            .sorted { Self.order($0.element, $0.offset) < Self.order($1.element, $1.offset) }
            .map(\.element)
    }

    /// More seeds than a suite can have are no advice.
    private static let mostSeeds = 10_000

    /// Whether the spread of its pairs asks for more seeds than a gate has.
    private static func needsMore(_ reach: SelfTestResult.Reach, _ result: SelfTestResult) -> Bool {
        (reach.seedsNeeded ?? .max) > result.seedsPerGate
    }

    /// Whether the gates show that the row is found less often than asked.
    private static func isShownShort(_ reach: SelfTestResult.Reach, _ result: SelfTestResult) -> Bool {
        guard let interval = clopperPearson(successes: reach.found, of: reach.worsened) else { return false }
        return interval.upper < result.rules.power
    }

    private static func order(_ reach: SelfTestResult.Reach, _ number: Int) -> (Int, Double, Int) {
        let found = reach.worsened == 0 ? 1 : Double(reach.found) / Double(reach.worsened)
        return (-(reach.seedsNeeded ?? .max), found, number)
    }

    /// What is known of the worst row; nil where none falls short.
    var worst: String? {
        guard let row = rows.first else { return nil }
        let name =
            SelfTestWords.name(row.metric) + (result.rules.scope == .suite ? "" : " of \(row.place)")
        var facts: [String] = []
        if row.worsened > 0 {
            let share = Double(row.found) / Double(row.worsened)
            facts.append(
                "is found in \(row.found == 0 ? "0" : NumberText.significant(100 * share, 2)) % of "
                    + "\(Phrases.count(row.worsened, "gate"))")
        }
        if Self.needsMore(row, result) {
            let seeds: String =
                switch row.seedsNeeded {
                case nil: "a number of seeds that is not known"
                case let seeds? where seeds > Self.mostSeeds: "more than \(Self.mostSeeds) seeds"
                case let seeds?: Phrases.count(seeds, "seed")
                }
            facts.append("needs \(seeds) by the spread of its pairs")
        }
        return (rows.count == 1 ? "" : "worst is ") + name
            + (rows.count == 1 ? " " : ", which ") + facts.joined(separator: " and ")
    }

    /// What would raise the power: by the row that needs the most seeds.
    var remedy: String {
        let short = rows.filter { Self.needsMore($0, result) }
        guard let worst = short.first else {
            return
                "by the spread of the pairs \(result.seedsPerGate) seeds should do, but their differences are far from "
                + "normal, or cells lack values: take half as many seeds again, or a wider margin"
        }
        var ways: [String] = []
        if let seeds = worst.seedsNeeded, seeds <= Self.mostSeeds {
            ways.append("take \(Phrases.count(seeds, "seed"))")
        }
        let margins = result.rules.metrics.compactMap { margin($0, short) }
        if !margins.isEmpty { ways.append("set a margin of \(Phrases.list(margins))") }
        if ways.isEmpty { return "no number of seeds is known to do" }
        let first = ways.joined(separator: ", or ")
        return first + (result.rules.scope == .suite ? "" : ", or gate fewer rows")
    }

    /// The margin that these seeds find in every row of a metric; nil where that is not known, or it needs no other.
    private func margin(_ metric: GateRules.Metric, _ short: [SelfTestResult.Reach]) -> String? {
        let rows = short.filter { $0.metric == metric }
        guard !rows.isEmpty, rows.allSatisfy({ $0.detectable != nil }),
            let most = rows.max(by: { Self.relative($0) < Self.relative($1) }),
            let detectable = most.detectable
        else { return nil }
        // Two digits, rounded up.
        let least = 1.06 * detectable
        // A loss as large as the values themselves is no margin that anybody should take.
        guard rows.allSatisfy({ $0.level.map { least < $0 } ?? false }) else { return nil }
        let name = SelfTestWords.name(metric)
        if case .relative(let share) = metric.margin, most.margin > 0 {
            return "\(NumberText.significant(100 * share * least / most.margin, 2)) % for \(name)"
        }
        return "\(NumberText.significant(least, 2)) for \(name)"
    }

    private static func relative(_ reach: SelfTestResult.Reach) -> Double {
        (reach.detectable ?? 0) / reach.margin
    }
}
