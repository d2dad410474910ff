import Primitives

/// Finds what an entry names in a catalogue.
enum ComponentLookup {
    /// More words than this are not listed in a remedy.
    static let mostListed = 40

    /// The declaration named by `node`; reports anything else.
    ///
    /// `kind` is "method", "model", "dataset kind" …; `words` may stand there too, and be meant.
    static func find(
        _ node: YAMLNode, _ kind: String, in catalogue: [ComponentDeclaration], or words: [String] = [],
        _ findings: inout Findings
    ) -> ComponentDeclaration? {
        guard let id = node.text(as: kind, &findings) else { return nil }
        if let declaration = catalogue.first(where: { $0.id == id }) { return declaration }
        let ids = catalogue.map(\.id)
        findings.report(
            "unknown \(kind) \"\(id.clipped())\"" + Suggestion.hint(for: id, among: words + ids),
            at: node.place, remedy: list(ids) ?? listing(kind))
        return nil
    }

    /// The component that `node` uses: a bare name, or a mapping with `id` and parameters, none of them a grid.
    static func use(
        _ node: YAMLNode, _ kind: String, in catalogue: [ComponentDeclaration], _ findings: inout Findings
    ) -> ComponentUse? {
        if case .mapping = node.content, node.field("id") == nil {
            findings.report("a \(kind) needs the key \"id\"", at: node.place)
            return nil
        }
        guard let declaration = find(node.field("id") ?? node, kind, in: catalogue, &findings) else {
            return nil
        }
        let what = "\(kind) \"\(declaration.id)\""
        var given: [String: ParameterValue] = [:]
        if node.text == nil {
            let known = ["id"] + declaration.parameters.map(\.name)
            guard let fields = Fields(node, of: what, known: known, &findings),
                let parameters = GivenParameters(fields, of: declaration, &findings)
            else { return nil }
            given = parameters.values
        }
        guard GivenParameters.isComplete(given, for: declaration, what: what, at: node.place, &findings)
        else { return nil }
        return ComponentUse(checked: declaration, given)
    }

    /// Where to look for what is too much to list.
    static func listing(_ kind: String) -> String? {
        switch kind {
        case "method": "see bench list methods"
        case "optimiser": "see bench list methods --family optimisers"
        default: nil
        }
    }

    /// `known: a, b, c`, when that is short enough to read.
    static func list(_ words: [String]) -> String? {
        words.isEmpty || words.count > mostListed ? nil : "known: " + words.joined(separator: ", ")
    }
}
