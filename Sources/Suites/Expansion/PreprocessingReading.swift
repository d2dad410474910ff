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
        let uses = elements.compactMap {
            ComponentLookup.use(
                $0, "preprocessing step", in: reader.vocabulary.preprocessing, &reader.findings)
        }
        return reader.findings.count == before ? uses : nil
    }
}
