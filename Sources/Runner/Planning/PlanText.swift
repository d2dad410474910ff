import Primitives
import Records
import Suites

/// A plan for a person to read.
enum PlanText {
    /// The most reasons, and the most seeds, that are listed one by one.
    private static let (mostReasons, mostSeeds) = (10, 20)

    /// The whole text.
    static func make(_ document: PlanDocument, listingCells: Bool, addition: String) -> String {
        let plan = document.plan
        var lines = ["suite \(plan.suite.name) (\(plan.suite.path))"]
        lines += datasets(plan)
        lines.append("models: " + plan.suite.models.map(\.label).joined(separator: ", "))
        lines.append("methods: " + plan.suite.stacks.map(\.label).joined(separator: ", "))
        lines.append("seeds: " + seeds(plan.suite.seeds))
        lines += summary(document)
        lines += addition.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        if listingCells {
            lines.append("")
            for position in document.listed { lines.append(line(position, document)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func datasets(_ plan: SuitePlan) -> [String] {
        ["datasets:"]
            + plan.datasets.map { record in
                let kind = record.classes.map { "\($0) classes" } ?? "regression"
                return
                    "  \(record.label): \(record.rows) rows, \(count(record.features, "feature")), \(kind); "
                    + "train \(record.trainRows), validation \(record.validationRows), "
                    + "test \(record.testRows); sha256 \(record.contentHash.short)"
            }
    }

    private static func seeds(_ seeds: [Int]) -> String {
        guard seeds.count > mostSeeds, let first = seeds.first, let last = seeds.last else {
            return seeds.map(String.init).joined(separator: ", ")
        }
        let isRange = zip(seeds, seeds.dropFirst()).allSatisfy { $0 + 1 == $1 }
        return "\(seeds.count), " + (isRange ? "\(first) to \(last)" : "from \(first) to \(last)")
    }

    private static func summary(_ document: PlanDocument) -> [String] {
        let (all, counts) = (document.plan.cells.count, document.counts)
        var cells = "cells: \(all)"
        if document.distinct < all { cells += " (\(document.distinct) distinct)" }
        if !document.selection.isEverything {
            cells += ", \(document.positions.count) selected by \(document.selection.text)"
        }
        cells += ", \(counts.stored) stored"
        if counts.failed > 0 { cells += ", \(counts.failed) failed" }
        if counts.allStale > 0 { cells += ", \(counts.allStale) stale" }
        var lines = [cells + ", \(counts.new) new"]
        lines += stale(document)
        if !document.missing.isEmpty {
            let estimate = document.estimate
            let source =
                estimate.fromStored > 0
                ? "\(estimate.fromStored) cells from stored times, \(estimate.fromArithmetic) from their arithmetic"
                : "from their arithmetic, good to a factor of about three"
            lines.append("cost: about \(ProgressText.duration(estimate.seconds)) of CPU time (\(source))")
        }
        lines.append(training(document))
        let refused = document.positions.count { document.refusal($0) != nil }
        if refused > 0, let position = document.positions.first(where: { document.refusal($0) != nil }) {
            lines.append(
                "memory: \(count(refused, "cell")) will not be trained; the first, "
                    + "\(document.plan.cells[position].label): \(document.refusal(position)!)")
        }
        return lines
    }

    /// What a run will train, and what would make it train more.
    private static func training(_ document: PlanDocument) -> String {
        let failed = document.counts.failed
        var more: [String] = []
        if failed > 0 { more.append("\(failed) failed with --retry-failed") }
        let kept = document.positions.count - document.missing.count
        if kept > failed { more.append("all \(document.positions.count) with --force") }
        let line =
            document.missing.isEmpty
            ? "a run trains nothing" : "a run trains \(count(document.missing.count, "cell"))"
        return line + (more.isEmpty ? "" : "; " + more.joined(separator: ", "))
    }

    /// The reasons of stale cells, those of most cells first.
    private static func stale(_ document: PlanDocument) -> [String] {
        let reasons = document.counts.reasons
        var lines = reasons.prefix(mostReasons).map { number in
            "  stale, \(count(document.counts.stale[number], "cell")): \(document.states.reasons[number])"
        }
        if reasons.count > mostReasons {
            let rest = reasons.dropFirst(mostReasons).reduce(0) { $0 + document.counts.stale[$1] }
            lines.append("  stale, \(count(rest, "cell")): \(reasons.count - mostReasons) more reasons")
        }
        return lines
    }

    private static func line(_ position: Int, _ document: PlanDocument) -> String {
        let cells = document.plan.cells
        let entry = cells.configurations[cells.configurationNumber(at: position)]
        let (state, reason) = document.words(position)
        let words = reason.map { "\(state) (\($0))" } ?? state
        return "\(cells.identities[position].digest.short)  \(words)  \(entry.datasetLabel) / "
            + "\(entry.modelLabel) / \(entry.methodLabel) / seed \(cells.seed(at: position))"
            + (document.refusal(position).map { "  (will not be trained: \($0))" } ?? "")
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
