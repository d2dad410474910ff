import Primitives

/// Reads the list of probes: bare names, or mappings with `id` and parameters.
enum ProbeReading {
    /// The probes in `node`; nil when something is wrong.
    static func uses(_ node: YAMLNode, _ reader: inout SuiteReader) -> [ComponentUse]? {
        if case .faulty = node.content { return nil }
        guard let elements = node.elements else {
            reader.findings.report(
                "\"probes\" expects a list, found \(node.kindName)", at: node.place,
                remedy: "write one probe per line after \"- \"")
            return nil
        }
        let before = reader.findings.count
        var uses: [ComponentUse] = []
        for element in elements {
            guard
                let use = ComponentLookup.use(
                    element, "probe", in: reader.vocabulary.probes, &reader.findings)
            else { continue }
            // The names of values begin with the id, so that one probe cannot stand twice.
            if uses.contains(where: { $0.id == use.id }) {
                reader.findings.report(
                    "the probe \"\(use.id)\" stands twice", at: element.place, remedy: "name it once")
            }
            uses.append(use)
        }
        return reader.findings.count == before ? uses : nil
    }
}
