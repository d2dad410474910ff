import Primitives
import Records
import Reporting

extension GateDecision {
    /// The baseline's name in quotes.
    private var quotedBaseline: String { "“\(baselineName)”" }

    private func count(_ verdict: GateVerdict) -> Int { rows.filter { $0.verdict == verdict }.count }

    /// The verdict of the whole in one or two sentences.
    var verdictSentence: String {
        let all = Phrases.count(rows.count, "statement")
        switch verdict {
        case .regressed:
            let number = count(.regressed)
            return "Worse than the baseline \(quotedBaseline): \(number) of \(all) "
                + "\(number == 1 ? "has" : "have") regressed."
        case .incomparable:
            return
                "Not comparable with the baseline \(quotedBaseline): \(differences). Where that is meant, save it "
                + "again in the same change: bench baseline save."
        case .nothingMeasured:
            if let obstacle { return "Nothing was measured: \(obstacle)." }
            return comparedCells == 0
                ? "Nothing was measured: no cell of the suite has a partner in the baseline "
                    + "\(quotedBaseline)."
                : "Nothing was measured: \(count(.nothingMeasured)) of \(all) "
                    + "\(count(.nothingMeasured) == 1 ? "has" : "have") no value on both sides."
        case .inconclusive: return undecided(of: all)
        case .improved:
            return
                "Better than the baseline \(quotedBaseline) in \(count(.improved)) of \(all) and worse in none: "
                + "save a new one with bench baseline save, so that the gain is kept."
        case .pass:
            return "Not worse than the baseline \(quotedBaseline): \(all) "
                + "\(rows.count == 1 ? "passes" : "pass")\(sameBits)."
        }
    }

    /// How many cells have the same bits, where some do.
    private var sameBits: String {
        if identicalCells == comparedCells { return "; every cell has the same bits" }
        guard identicalCells > 0 else { return "" }
        return "; \(identicalCells) of \(Phrases.count(comparedCells, "cell")) "
            + "\(identicalCells == 1 ? "has" : "have") the same bits"
    }

    /// What cannot be compared, by number.
    private var differences: String {
        var parts = Mismatch.Kind.allCases.compactMap { kind -> String? in
            let number = mismatches.filter { $0.kind == kind }.count
            guard number > 0 else { return nil }
            let configurations = Phrases.count(number, "configuration")
            switch kind {
            case .changed: return "\(configurations) changed"
            case .numerics:
                return "\(configurations) \(number == 1 ? "is" : "are") of another numerics version"
            case .gone: return "\(configurations) \(number == 1 ? "is" : "are") gone"
            case .new: return "\(configurations) \(number == 1 ? "is" : "are") new"
            case .seeds: return "\(configurations) \(number == 1 ? "lacks" : "lack") seeds on one side"
            }
        }
        let rows = rows.filter { $0.verdict == .incomparable }.count
        if rows > 0 {
            parts.append("\(Phrases.count(rows, "statement")) \(rows == 1 ? "has" : "have") no values in it")
        }
        return Phrases.list(parts)
    }

    private func undecided(of all: String) -> String {
        let number = count(.inconclusive)
        var open = rows.filter { $0.verdict == .inconclusive }
        // Seeds make nothing of speed any surer, whose pairs are repetitions.
        let ofSeeds = open.filter { !$0.isOfCost }
        let isOfSeeds = !ofSeeds.isEmpty
        if isOfSeeds { open = ofSeeds }
        let noun = isOfSeeds ? "seeds" : "repetitions"
        let isWhole = open.count == number && open.allSatisfy { $0.pairsNeeded != nil }
        let remedy =
            open.compactMap(\.pairsNeeded).max().map {
                isWhole
                    ? " About \($0) \(noun) would decide \(number == 1 ? "it" : "them")."
                    : " About \($0) \(noun) would decide some of them."
            }
            ?? (open.contains { $0.reason == .tooFewPairs }
                ? " There are too few \(noun) for a test."
                : " More \(noun) alone would not decide \(number == 1 ? "it" : "them").")
        return
            "Undecided: \(number) of \(all) \(number == 1 ? "is" : "are") neither shown to be within "
            + "the margin nor "
            + "to be worse.\(remedy)"
    }

    /// What was compared, in one sentence.
    var countsSentence: String {
        let cells = Phrases.count(comparedCells, "cell")
        var text =
            "\(cells) compared, \(identicalCells) with the same bits on both sides; \(failedCells) failed."
        if familySize > 0 {
            let statements = Phrases.count(familySize, "statement")
            let level = "α = \(NumberText.given(rules.alpha))"
            text += " \(statements) needed a test and "
            text += familySize == 1 ? "has \(level)." : "share \(level) (Holm)."
        }
        let speeds = rows.count { $0.pWithinMargin != nil && $0.isOfCost }
        if speeds > 0 { text += " Speed has α of its own, in \(Phrases.count(speeds, "statement"))." }
        if isSequential { text += " The p-values hold however often one looks." }
        return text
    }
}
