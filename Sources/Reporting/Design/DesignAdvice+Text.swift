import Primitives
import Statistics

extension DesignAdvice {
    /// What readers must be warned of: designs that cannot show what they are made for.
    public var warnings: [String] {
        var warnings: [String] = []
        if design.familySize == 0 {
            return ["nothing is compared: no method stands beside the baseline \(design.baseline)"]
        }
        for group in Grouping(panels.filter { $0.panel.comparisons > 0 }, by: \.panel.pairs).groups {
            let names = place(group.values.map(\.panel))
            if group.key < 2 {
                warnings.append(
                    "\(names): \(Phrases.count(group.key, "pair")) per method: no test is possible; take more seeds"
                )
            } else if let first = group.values.first, !first.canSignsDecide {
                warnings.append(
                    "\(names): with \(group.key) pairs a test on signs or ranks cannot go below p = "
                        + "\(NumberText.p(first.smallestSignP))\(corrected(first.smallestSignP, design.familySize)): "
                        + "medians, interquartile means and ranks (--aggregate) can show nothing")
            }
        }
        for advice in overDatasets where !advice.canDecide {
            warnings.append(
                "with \(advice.datasets) datasets the Wilcoxon test across datasets (\(advice.metric)) cannot go below "
                    + "p = \(NumberText.p(advice.smallestP))\(corrected(advice.smallestP, advice.methods)): nothing "
                    + "can be shown about other datasets; it takes \(advice.datasetsNeeded)")
        }
        let unknown = panels.filter { $0.panel.comparisons > 0 && $0.panel.resampling == nil }
        if !unknown.isEmpty {
            warnings.append("\(place(unknown.map(\.panel))): the sizes of the parts are not known: no test")
        }
        return warnings
    }

    private func corrected(_ p: Double, _ count: Int) -> String {
        count > 1 ? ", \(NumberText.p(min(1, p * Double(count)))) corrected for \(count) comparisons" : ""
    }

    /// For people; ends in a newline.
    public var text: String {
        var lines: [String] = []
        if design.familySize > 0 {
            lines.append(
                "design: \(Phrases.count(design.familySize, "comparison")) with \(design.baseline), corrected together "
                    + "(Holm) at \(NumberText.given(wish.threshold))")
            // Panels that can show the same are one line.
            for group in Grouping(panels.filter { $0.smallestEffect != nil }, by: Self.key).groups {
                lines.append("  " + place(group.values.map(\.panel)) + ": " + words(group.values[0]))
            }
        }
        if wish.difference != nil { lines += needs }
        lines += warnings.map { "warning: \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }

    private struct Key: Hashable {
        var pairs: Int
        var effect: String
    }

    private static func key(_ advice: PanelAdvice) -> Key {
        Key(
            pairs: advice.panel.pairs,
            effect: [advice.smallestEffect, advice.limitingEffect].map {
                $0.map { NumberText.significant($0, 2) } ?? ""
            }.joined(separator: " "))
    }

    private func words(_ advice: PanelAdvice) -> String {
        let effect = NumberText.significant(advice.smallestEffect ?? 0, 2)
        var text =
            "\(advice.panel.pairs) pairs; a difference of \(effect) standard deviations of the paired differences "
            + "shows with \(Phrases.percent(wish.power)) power"
        if let limit = advice.limitingEffect, limit > 0 {
            text +=
                ", and never one below \(NumberText.significant(limit, 2)), however many seeds: they draw the same rows"
        }
        return text
    }

    /// What the wanted difference takes, panel by panel.
    private var needs: [String] {
        guard let difference = wish.difference else { return [] }
        let source =
            wish.deviation.map { "standard deviation \(NumberText.significant($0, 2)), as given" }
            ?? pilotSource.map { "standard deviations from \($0)" }
            ?? "no results are stored to know the spread from"
        var lines = [
            "to show a difference of \(DecimalText(difference).plain) with \(Phrases.percent(wish.power)) power (\(source)):"
        ]
        let compared = panels.filter { $0.panel.comparisons > 0 }
        for advice in compared {
            let name = place([advice.panel])
            guard let deviation = advice.deviation else {
                lines.append("  \(name): the spread is not known; name it with --deviation")
                continue
            }
            let spread =
                wish.deviation == nil ? " (standard deviation \(NumberText.significant(deviation, 2)))" : ""
            if let seeds = advice.seedsNeeded {
                let isEnough = seeds <= advice.panel.pairs
                lines.append(
                    "  \(name)\(spread): \(seeds) seeds, \(isEnough ? "which it has" : "it has \(advice.panel.pairs)")"
                )
            } else {
                lines.append(
                    "  \(name)\(spread): no number of seeds suffices, since all draw the same rows; take more data "
                        + "or a smaller test part")
            }
        }
        return lines
    }

    private func place(_ panels: [PlannedDesign.Panel]) -> String {
        let hasOneModel = Set(design.panels.map(\.model)).count == 1
        return Phrases.list(panels.map { hasOneModel ? $0.dataset : "\($0.dataset) / \($0.model)" })
    }

    /// For programs.
    public var json: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.real) ?? .null }
        let panels = panels.map { advice -> JSONValue in
            [
                "dataset": .string(advice.panel.dataset), "model": .string(advice.panel.model),
                "metric": advice.panel.metric.map(JSONValue.string) ?? .null,
                "pairs": .integer(advice.panel.pairs), "comparisons": .integer(advice.panel.comparisons),
                "smallest_effect": number(advice.smallestEffect),
                "limiting_effect": number(advice.limitingEffect),
                "smallest_sign_p": .real(advice.smallestSignP), "deviation": number(advice.deviation),
                "seeds_needed": advice.seedsNeeded.map(JSONValue.integer) ?? .null,
                "out_of_reach": .boolean(advice.isOutOfReach),
            ]
        }
        let datasets = overDatasets.map { advice -> JSONValue in
            [
                "metric": .string(advice.metric), "datasets": .integer(advice.datasets),
                "smallest_p": .real(advice.smallestP), "datasets_needed": .integer(advice.datasetsNeeded),
            ]
        }
        return [
            "family_size": .integer(design.familySize), "alpha": .real(wish.threshold),
            "power": .real(wish.power), "difference": number(wish.difference),
            "deviation_source": pilotSource.map(JSONValue.string) ?? .null, "panels": .array(panels),
            "over_datasets": .array(datasets), "warnings": .array(warnings.map(JSONValue.string)),
        ]
    }
}
