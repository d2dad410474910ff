import Primitives
import Records

/// The name of a value that a gate may hold: a metric's, or that of a value of one of the suite's probes or
/// evaluations.
struct GatedName {
    /// The name.
    let text: String
    /// Which way is better, where the catalogue knows.
    let direction: MetricDeclaration.Direction?
    /// The part that it is measured on, where there is only one.
    let onlyPart: DataPart?

    /// The name in `node`; nil when something is wrong and reported.
    ///
    /// What a probe measures is called by its name, perhaps with more after a slash, and is a value of the
    /// training part; an evaluation's is called `evaluation/…` and is one of the test part
    /// (`gaussian-noise/0.1/accuracy`). Where the last word of an evaluation's value is a metric, the way
    /// that is better is the metric's.
    init?(_ node: YAMLNode, _ reader: inout SuiteReader) {
        guard let text = node.text(as: "metric", &reader.findings) else { return nil }
        self.text = text
        let metrics = reader.vocabulary.metrics
        if let metric = metrics.first(where: { $0.id == text }) {
            guard metric.target == nil else {
                Self.reportTarget(metric, text, node, &reader.findings)
                return nil
            }
            direction = metric.direction
            onlyPart = nil
            return
        }
        let words = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let draft = reader.draft
        if words.count > 1, words.allSatisfy({ !$0.isEmpty }),
            draft.evaluations.contains(where: { $0.id == words[0] })
        {
            let metric = metrics.first { $0.id == words[words.count - 1] }
            if let metric, metric.target != nil {
                Self.reportTarget(metric, text, node, &reader.findings)
                return nil
            }
            direction = metric?.direction
            onlyPart = .test
            return
        }
        if words.allSatisfy({ !$0.isEmpty }), draft.probes.contains(where: { $0.id == words[0] }) {
            direction = nil
            onlyPart = .train
            return
        }
        Self.reportUnknown(text, words, node, &reader)
        return nil
    }

    private static func reportTarget(
        _ metric: MetricDeclaration, _ text: String, _ node: YAMLNode, _ findings: inout Findings
    ) {
        findings.report(
            "metric \"\(text.clipped())\" cannot be gated: it should be "
                + "\(JSONValue.canonicalNumber(metric.target ?? 0)), and neither more nor less of it is "
                + "better",
            at: node.place, remedy: "name another metric")
    }

    private static func reportUnknown(
        _ text: String, _ words: [String], _ node: YAMLNode, _ reader: inout SuiteReader
    ) {
        let vocabulary = reader.vocabulary
        for (kind, catalogue) in [("probe", vocabulary.probes), ("evaluation", vocabulary.evaluations)]
        where catalogue.contains(where: { $0.id == words[0] }) {
            let isThere = (reader.draft.probes + reader.draft.evaluations).contains { $0.id == words[0] }
            reader.findings.report(
                isThere
                    ? "\"\(text.clipped())\" is no value of the \(kind) \"\(words[0])\""
                    : "the suite does not have the \(kind) \"\(words[0])\" that \"\(text.clipped())\" is of",
                at: node.place,
                remedy: isThere
                    ? "see bench describe \(words[0])" : "add \(words[0]) to protocol.\(kind)s")
            return
        }
        let ids = vocabulary.metrics.map(\.id)
        reader.findings.report(
            "unknown metric \"\(text.clipped())\"" + Suggestion.hint(for: text, among: ids), at: node.place,
            remedy: ComponentLookup.list(ids) ?? "see bench list metrics")
    }
}
