import Primitives
import Records
import Reporting
import Statistics

/// What to do next about a gate that cannot decide, or that has no baseline: sentences with commands and keys that can be typed as they are.
struct GateAdvice {
    /// The sentences; none where the gate decided, and none where nothing is known to help.
    private(set) var sentences: [String] = []

    private let decision: GateDecision
    private let context: GateOutputContext

    /// The most seeds that commands take.
    private static let mostSeeds = 10_000

    /// What to do about a decision.
    init(_ decision: GateDecision, _ context: GateOutputContext) {
        (self.decision, self.context) = (decision, context)
        if decision.obstacle != nil, let command = context.saveCommand {
            sentences.append("Save a baseline and commit it: \(command)")
        }
        guard decision.verdict == .inconclusive else { return }
        let open = decision.rows.filter { $0.verdict == .inconclusive }
        let needs = open.filter { !$0.isOfCost }.map { (row: $0, seeds: seeds($0)) }
        let possible = needs.filter { ($0.seeds ?? .max) <= Self.mostSeeds }
        if let hardest = possible.max(by: { ($0.seeds ?? 0) < ($1.seeds ?? 0) }) {
            sentences.append(more(hardest.seeds ?? 0, hardest.row))
        }
        if let narrow = needs.first(where: { ($0.seeds ?? .max) > Self.mostSeeds })?.row {
            let others = needs.count - possible.count - 1
            sentences.append(wider(narrow, others: others))
        }
        if let row = open.first(where: \.isOfCost) {
            sentences.append(
                "Measure speed on a machine that does nothing else, that of the baseline, or widen its margin"
                    + "\(place(row.line)); seeds do not help.")
        }
    }

    /// ` (suites/ci.yaml, line 12)`; nothing where no line says it.
    private func place(_ line: Int?) -> String { line.map { " (\(context.suitePath), line \($0))" } ?? "" }

    /// The seeds in all that would decide a row; nil where no number would.
    private func seeds(_ row: GateDecision.Row) -> Int? {
        isUnknown(row) ? planner(isSequential: decision.isSequential).pairsAlike : row.pairsNeeded
    }

    private func planner(isSequential: Bool) -> PairsNeeded {
        PairsNeeded(
            alpha: decision.rules.alpha, power: decision.rules.power,
            familySize: max(1, decision.familySize), isSequential: isSequential)
    }

    /// Whether a row has too few seeds to say how many it takes.
    private func isUnknown(_ row: GateDecision.Row) -> Bool {
        row.reason == .tooFewPairs && row.pairsNeeded == nil
    }

    /// The same where one looks after every few, which takes more than one test; nil where that is not known.
    private func sequentialSeeds(_ row: GateDecision.Row) -> Int? {
        if decision.isSequential { return row.pairsNeeded }
        guard let margin = row.margin, let difference = row.difference else { return nil }
        let seeds = planner(isSequential: true).pairs(
            difference: difference, direction: row.subject.direction, margin: margin)
        return seeds.flatMap { $0 <= Self.mostSeeds ? $0 : nil }
    }

    /// How to come by more seeds for the row that needs the most.
    private func more(_ needed: Int, _ row: GateDecision.Row) -> String {
        let available = row.pairs + decision.furtherSeeds
        let sequential = sequentialSeeds(row)
        if !decision.isSequential, decision.furtherSeeds > 0, isUnknown(row) || available >= needed {
            let most = isUnknown(row) ? nil : sequential.map { ", and it may take about \($0) in all" }
            return "Add seeds where something is open; the baseline has \(decision.furtherSeeds) more"
                + "\(most ?? ""): \(context.command) --until-decided"
        }
        let count = isUnknown(row) ? atLeast(needed) : "It takes about \(Phrases.count(needed, "seed"))"
        let whole = available + decision.seedsBeyondLimit
        if decision.seedsBeyondLimit > 0, whole >= needed {
            let looks = decision.isSequential ? needed : min(sequential ?? needed, whole)
            return count
                + ", and the baseline has \(whole): write max_seeds: \(looks) into the suite's section gate"
                + "\(place(decision.rules.line)), and gate again\(decision.isSequential ? "" : " with --until-decided")."
        }
        let has = ", and the gate may use \(available) of the baseline: "
        let save = saving(context.saveCommand)
        if decision.isSequential {
            // A suite without a section has no place for a limit, and none to raise.
            guard decision.rules.line != nil else {
                return count + has + saving(context.saveCommand.map { "\($0) --seeds \(needed)" })
                    + ", and gate here again.\(Self.warning)"
            }
            let isThere = decision.rules.mostSeeds.map { $0 >= needed } ?? false
            let limit =
                "write max_seeds: \(needed) into the suite's section gate\(place(decision.rules.line)), "
            return count + has + (isThere ? "" : limit) + "\(save), and gate here again.\(Self.warning)"
        }
        let limit = decision.rules.mostSeeds.map { $0 < needed } ?? false
        var text =
            count + has + "write seeds: \(needed)\(limit ? " and max_seeds: \(needed)" : "") into the suite"
        // The suite may have them, of which the gate was told to take fewer.
        text += context.limitsSeeds ? " where it has fewer, " : ", "
        text += "\(save), and gate here again\(context.limitsSeeds ? " without --seeds" : "").\(Self.warning)"
        if let sequential, decision.rules.line != nil {
            text +=
                " Or write max_seeds: \(sequential) into its section gate, save the baseline likewise, and gate "
            text += "with --until-decided, which adds seeds only where something is open."
        }
        return text
    }

    /// Where and how to save a baseline with more seeds.
    private func saving(_ command: String?) -> String {
        "save the baseline with them at the revision before this change\(command.map { " (there: \($0))" } ?? "")"
    }

    /// What comes of saving it elsewhere.
    private static let warning = " Saved here, it would compare this change with itself."

    /// What a test takes of which the spread is not known.
    private func atLeast(_ alike: Int) -> String {
        let holm = decision.familySize > 1 ? ", by Holm over \(decision.familySize)" : ""
        return
            "A test takes \(GateTests.fewestPairs) seeds at least, and up to \(alike) where all differ alike\(holm)"
    }

    /// What is left where no number of seeds would do.
    private func wider(_ row: GateDecision.Row, others: Int) -> String {
        let title = row.title + (others > 0 ? " and \(others) more" : "")
        return row.margin == 0
            ? "Give \(title) a margin that is a number\(place(row.line)): a share of a mean of 0 is 0."
            : "No number of seeds that a command takes would decide \(title): widen the margin\(place(row.line))."
    }
}
