import Primitives

/// Finds what an entry names in a catalogue.
enum ComponentLookup {
    /// More words than this are not listed in a remedy.
    static let mostListed = 40

    /// The declaration named by `node`; reports anything else.
    ///
    /// `kind` is "method", "model", "dataset kind" ….
    static func find(
        _ node: YAMLNode, _ kind: String, in catalogue: [ComponentDeclaration], _ findings: inout Findings
    ) -> ComponentDeclaration? {
        guard let id = node.text(as: kind, &findings) else { return nil }
        if let declaration = catalogue.first(where: { $0.id == id }) { return declaration }
        let ids = catalogue.map(\.id)
        findings.report(
            "unknown \(kind) \"\(id.clipped())\"" + Suggestion.hint(for: id, among: ids), at: node.place,
            remedy: list(ids))
        return nil
    }

    /// `known: a, b, c`, when that is short enough to read.
    static func list(_ words: [String]) -> String? {
        words.isEmpty || words.count > mostListed ? nil : "known: " + words.joined(separator: ", ")
    }
}
