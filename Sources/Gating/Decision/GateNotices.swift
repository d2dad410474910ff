import Records
import Reporting
import Statistics

/// What readers of a decision should know beside its rows.
struct GateNotices {
    /// The notices, whole sentences.
    var texts: [String] = []

    /// What there is to say of the sides as a whole and of how their configurations were matched.
    init(
        baseline: GateMeasurements, candidate: GateMeasurements, matching: ConfigurationMatching,
        rules: GateRules,
        samples: [MetricSample]
    ) {
        if baseline.suite != candidate.suite {
            texts.append("The baseline was saved of the suite \(baseline.suite), this is \(candidate.suite).")
        }
        for (old, new) in matching.renamed {
            let text = Self.renaming(old, new)
            if !texts.contains(text) { texts.append(text) }
        }
        if !matching.comparedAlthoughChanged.isEmpty {
            var text =
                "Compared although changed: "
                + Phrases.list(matching.comparedAlthoughChanged.map(\.description)) + "."
            if baseline.numericsVersion != candidate.numericsVersion {
                text += " The version of the arithmetic is \(candidate.numericsVersion), "
                text += "that of the baseline \(baseline.numericsVersion)."
            }
            texts.append(text)
        }
        if !rules.requiresSameBits, let text = BitCounts(matching.pairs).notice { texts.append(text) }
        addSeeds(matching.pairs)
        for sample in samples { add(sample) }
    }

    /// Says what is called otherwise: one thing, such as a method, once for all its configurations.
    private static func renaming(_ old: GateMeasurements.Labels, _ new: GateMeasurements.Labels) -> String {
        let parts = [
            ("dataset", old.dataset, new.dataset), ("model", old.model, new.model),
            ("method", old.method, new.method),
        ].filter { $0.1 != $0.2 }
        let one = parts.count == 1 ? parts.first : nil
        let names = one.map { ("The \($0.0) \($0.2)", $0.1) } ?? (new.description, old.description)
        return "\(names.0) was called \(names.1) in the baseline; it is configured as before and is compared."
    }

    /// Seeds that only the baseline has, configurations of the same seeds together.
    private mutating func addSeeds(_ pairs: [ConfigurationPair]) {
        let groups = Dictionary(grouping: pairs.filter { !$0.seedsOfBaseline.isEmpty }, by: \.seedsOfBaseline)
        let order = groups.keys.sorted { $0.lexicographicallyPrecedes($1) }
        for key in order {
            let labels = (groups[key] ?? []).map(\.labels.description)
            let isWhole = labels.count == pairs.count
            texts.append(
                "\(key.count == 1 ? "Seed" : "Seeds") \(NumberText.ranges(key)) "
                    + (isWhole ? "" : "of \(Phrases.list(labels)) ") + (key.count == 1 ? "is " : "are ")
                    + "only in the baseline: not compared.")
        }
    }

    private mutating func add(_ sample: MetricSample) {
        if let old = mean(sample.baseline), case .absolute(let margin) = sample.metric.margin,
            margin >= abs(old)
        {
            texts.append(
                "The margin of \(NumberText.given(margin)) of \(sample.name) is no less than the baseline's mean of "
                    + "\(NumberText.significant(old, 4)) (\(sample.place.text)): it would let almost anything pass."
            )
        }
        if !sample.leftOut.isEmpty {
            texts.append(
                "\(sample.name) of \(sample.place.text) leaves out "
                    + (sample.leftOut.count == 1 ? "seed " : "seeds ") + NumberText.ranges(sample.leftOut)
                    + ": some cell has no usable value.")
        }
        if !sample.unmeasured.isEmpty, !sample.members.isEmpty {
            texts.append(
                "\(sample.name) of \(sample.place.text) is without "
                    + Phrases.list(sample.unmeasured.map(\.description))
                    + ": the baseline has no usable value of it there.")
        }
    }
}
