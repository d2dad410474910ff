import Primitives

/// Reads lists of what is measured beside the standard metrics: probes, evaluations, further metrics.
enum MeasurementReading {
    /// The components of `kind` in `node`: bare names, or mappings with `id` and parameters; nil when something is
    /// wrong.
    static func uses(
        _ node: YAMLNode, _ kind: String, in catalogue: [ComponentDeclaration], _ reader: inout SuiteReader
    ) -> [ComponentUse]? {
        if case .faulty = node.content { return nil }
        guard let elements = node.elements else {
            reader.findings.report(
                "\"\(kind)s\" expects a list, found \(node.kindName)", at: node.place,
                remedy: "write one \(kind) per line after \"- \"")
            return nil
        }
        let before = reader.findings.count
        var uses: [ComponentUse] = []
        for element in elements {
            guard let use = ComponentLookup.use(element, kind, in: catalogue, &reader.findings) else {
                continue
            }
            // The names of values begin with the id, so that one of them cannot stand twice.
            if uses.contains(where: { $0.id == use.id }) {
                reader.findings.report(
                    "the \(kind) \"\(use.id)\" stands twice", at: element.place, remedy: "name it once")
            }
            uses.append(use)
        }
        return reader.findings.count == before ? uses : nil
    }

    /// The metrics that `node` asks for beside those that every cell has, in the order of the catalogue: a list of
    /// names, or `all`; nil when something is wrong.
    static func metrics(_ node: YAMLNode, _ reader: inout SuiteReader) -> [String]? {
        if case .faulty = node.content { return nil }
        let known = reader.vocabulary.metrics
        if node.text == "all" { return known.filter { !$0.isStandard }.map(\.id) }
        guard let elements = node.elements else {
            reader.findings.report(
                "\"metrics\" expects a list of names or all, found \(node.kindName)", at: node.place,
                remedy: "write one metric per line after \"- \"; see bench list metrics")
            return nil
        }
        let before = reader.findings.count
        var named: Set<String> = []
        for element in elements {
            guard let metric = metric(element, as: "metrics", known, &reader.findings) else { continue }
            if !named.insert(metric.id).inserted {
                reader.findings.report(
                    "the metric \"\(metric.id)\" stands twice", at: element.place, remedy: "name it once")
            }
        }
        guard reader.findings.count == before else { return nil }
        // A standard one may be named, but makes no other cell of it.
        return known.filter { !$0.isStandard && named.contains($0.id) }.map(\.id)
    }

    /// The metric that `node` names; nil when reported.
    static func metric(
        _ node: YAMLNode, as key: String, _ metrics: [MetricDeclaration], _ findings: inout Findings
    ) -> MetricDeclaration? {
        guard let id = node.text(as: key, &findings) else { return nil }
        if let metric = metrics.first(where: { $0.id == id }) { return metric }
        let ids = metrics.map(\.id)
        findings.report(
            "unknown metric \"\(id.clipped())\"" + Suggestion.hint(for: id, among: ids), at: node.place,
            remedy: ComponentLookup.list(ids) ?? "see bench list metrics")
        return nil
    }
}
