import Primitives
import Records
import Reporting
import Statistics

/// What to do next about a gate that cannot decide: sentences with commands that can be typed as they are.
struct GateAdvice {
    /// The sentences; none where the gate decided.
    let sentences: [String]

    /// The most seeds that commands take.
    private static let mostSeeds = 10_000

    /// What to do about a decision.
    init(_ decision: GateDecision, _ context: GateOutputContext) {
        guard decision.verdict == .inconclusive else {
            sentences = []
            return
        }
        let open = decision.rows.filter { $0.verdict == .inconclusive }
        var needed: [Int] = []
        var isEstimate = true
        var narrow: [GateDecision.Row] = []
        for row in open where !row.isOfCost {
            let seeds = Self.seeds(row, decision)
            if row.reason == .tooFewPairs, row.pairsNeeded == nil { isEstimate = false }
            if let seeds, seeds <= Self.mostSeeds { needed.append(seeds) } else { narrow.append(row) }
        }
        var sentences: [String] = []
        if let most = needed.max() {
            let present = open.filter { !$0.isOfCost }.map(\.pairs).max() ?? 0
            sentences.append(
                Self.more(most, present: present, isEstimate: isEstimate, decision, context))
        }
        if let row = narrow.first {
            let others = narrow.count > 1 ? " and \(narrow.count - 1) more" : ""
            sentences.append(
                row.margin == 0
                    ? "Give \(row.title)\(others) a margin that is a number\(Self.place(row, context)): a share of 0 is 0."
                    : "More seeds would not decide \(row.title)\(others): widen the margin"
                        + "\(Self.place(row, context)).")
        }
        if let row = open.first(where: \.isOfCost) {
            sentences.append(
                "For speed, compare two programs on one machine that does nothing else, or widen the margin"
                    + "\(Self.place(row, context)); seeds do not help.")
        }
        self.sentences = sentences
    }

    /// ` (suites/ci.yaml, line 12)`; nothing where no line says it.
    private static func place(_ row: GateDecision.Row, _ context: GateOutputContext) -> String {
        row.line.map { " (\(context.suitePath), line \($0))" } ?? ""
    }

    /// The seeds in all that would decide a row with p-values that allow looking again, which takes more than one test.
    private static func seeds(_ row: GateDecision.Row, _ decision: GateDecision) -> Int? {
        let family = max(1, decision.familySize)
        if row.reason == .tooFewPairs, row.pairsNeeded == nil {
            return GateTests.fewestAlike(alpha: decision.rules.alpha / Double(family))
        }
        guard let fixed = row.pairsNeeded, !decision.isSequential, let margin = row.margin,
            let estimate = row.difference, let error = estimate.standardError, error > 0,
            case .metric(let metric) = row.subject
        else { return row.pairsNeeded }
        let planner = PairsNeeded(
            alpha: decision.rules.alpha, power: decision.rules.power, familySize: family, isSequential: true)
        let seeds = planner.pairs(
            gain: metric.direction == .higher ? estimate.mean : -estimate.mean,
            deviation: error * Double(estimate.count).squareRoot(), margin: margin, present: estimate.count)
        return seeds.map { max($0, fixed) }
    }

    /// How to come by more seeds.
    private static func more(
        _ needed: Int, present: Int, isEstimate: Bool, _ decision: GateDecision, _ context: GateOutputContext
    ) -> String {
        let again = context.command + (decision.isSequential ? "" : " --until-decided")
        let count = (isEstimate ? "about " : "at least ") + Phrases.count(needed, "seed")
        let available = present + decision.furtherSeeds
        if decision.furtherSeeds > 0, !isEstimate || available >= needed {
            return
                "Add seeds where something is open (it takes \(count), the baseline has \(available)): \(again)"
        }
        var text = "It takes \(count), and the baseline has \(available) that the gate may use: "
        let isLimited = decision.rules.mostSeeds.map { $0 < needed } ?? false
        if isLimited {
            text += "set max_seeds: \(needed) in the suite's section gate"
            text += decision.rules.line.map { " (\(context.suitePath), line \($0))" } ?? ""
            text += ", "
        }
        text += "save the baseline with as many, by the program that made it"
        text += context.saveCommand.map { " (\($0) --seeds \(needed))" } ?? ""
        return text + ", and decide with: \(again)"
    }
}
