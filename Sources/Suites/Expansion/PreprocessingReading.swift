import Primitives

/// Reads a list of preprocessing steps: bare names, or mappings with `id` and parameters.
enum PreprocessingReading {
    /// The steps where a suite names none.
    static func standard(_ vocabulary: Vocabulary) -> [ComponentUse] {
        vocabulary.standardPreprocessing.compactMap { id in
            vocabulary.preprocessing.first { $0.id == id }.map { ComponentUse(checked: $0, [:]) }
        }
    }

    /// The steps in `node`; nil when something is wrong.
    ///
    /// An empty list means none.
    static func uses(_ node: YAMLNode, _ reader: inout SuiteReader) -> [ComponentUse]? {
        if case .faulty = node.content { return nil }
        guard let elements = node.elements else {
            reader.findings.report(
                "\"preprocessing\" expects a list, found \(node.kindName)", at: node.place,
                remedy: "write one step per line after \"- \"")
            return nil
        }
        let before = reader.findings.count
        let uses = elements.compactMap { step($0, &reader) }
        return reader.findings.count == before ? uses : nil
    }

    private static func step(_ node: YAMLNode, _ reader: inout SuiteReader) -> ComponentUse? {
        if case .mapping = node.content, node.field("id") == nil {
            reader.findings.report("a preprocessing step needs the key \"id\"", at: node.place)
            return nil
        }
        guard
            let declaration = ComponentLookup.find(
                node.field("id") ?? node, "preprocessing step", in: reader.vocabulary.preprocessing,
                &reader.findings)
        else { return nil }
        let what = "preprocessing step \"\(declaration.id)\""
        var given: [String: ParameterValue] = [:]
        if node.text == nil {
            let known = ["id"] + declaration.parameters.map(\.name)
            guard let fields = Fields(node, of: what, known: known, &reader.findings),
                let parameters = GivenParameters(fields, of: declaration, &reader.findings)
            else { return nil }
            given = parameters.values
        }
        guard
            GivenParameters.isComplete(given, for: declaration, what: what, at: node.place, &reader.findings)
        else { return nil }
        return ComponentUse(checked: declaration, given)
    }
}
