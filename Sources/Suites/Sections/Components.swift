import Primitives

extension SuiteSection {
    /// The datasets; each needs an id, which is its label, and a kind.
    static let datasets = SuiteSection("datasets", isRequired: true) { node, reader in
        guard let node else { return }
        reader.draft.datasets = entries(
            node, key: "datasets", kind: "dataset kind", catalogue: reader.vocabulary.datasets, needsID: true,
            &reader.findings)
    }

    /// The models; without an id the label is made of the kind and the given parameters.
    static let models = SuiteSection("models", isRequired: true) { node, reader in
        guard let node else { return }
        reader.draft.models = entries(
            node, key: "models", kind: "model", catalogue: reader.vocabulary.models, needsID: false,
            &reader.findings)
    }

    private static func entries(
        _ node: YAMLNode, key: String, kind: String, catalogue: [ComponentDeclaration], needsID: Bool,
        _ findings: inout Findings
    ) -> [Suite.Entry]? {
        guard let elements = node.list(as: key, &findings) else { return nil }
        let before = findings.count
        var entries: [Suite.Entry] = []
        var places: [(label: String, place: Place)] = []
        for element in elements {
            for entry in expand(element, kind, catalogue, needsID: needsID, &findings) ?? [] {
                entries.append(entry)
                places.append((entry.label, element.place))
            }
            guard AxisLimit.holds(entries.count, key, element.place, &findings) else { return nil }
        }
        guard Label.checkUnique(places, in: key, &findings), findings.count == before else { return nil }
        return node.isFaulty ? nil : entries
    }

    /// The entries that one element stands for: several when it is a grid.
    private static func expand(
        _ element: YAMLNode, _ kind: String, _ catalogue: [ComponentDeclaration], needsID: Bool,
        _ findings: inout Findings
    ) -> [Suite.Entry]? {
        let (kindNode, idNode) = (element.field("kind"), element.field("id"))
        if case .mapping = element.content {
            if needsID, idNode == nil {
                findings.report(
                    "a dataset needs the key \"id\"", at: element.place, remedy: "the id is its label")
            }
            if kindNode == nil {
                let noun = needsID ? "dataset" : "model"
                findings.report(
                    "a \(noun) needs the key \"kind\"", at: element.place,
                    remedy: ComponentLookup.list(catalogue.map(\.id)))
                return nil
            }
        }
        guard let declaration = ComponentLookup.find(kindNode ?? element, kind, in: catalogue, &findings)
        else {
            return nil
        }
        let what = "\(kind) \"\(declaration.id)\""
        let grid = ParameterGrid(element, of: declaration, what: what, reserved: ["id", "kind"], &findings)
        var id: String?
        if let idNode {
            guard let text = idNode.text(as: "id", &findings), Label.check(text, at: idNode.place, &findings)
            else {
                return nil
            }
            id = text
        }
        return grid?.variants.map { variant in
            let base = id ?? (needsID || element.text != nil ? declaration.id : nil)
            let names = base == nil ? variant.given : variant.varying
            let label = (base ?? declaration.id) + Label.suffix(names, of: variant.use.arguments)
            return Suite.Entry(label: label, use: variant.use, group: base ?? declaration.id)
        }
    }
}

extension YAMLNode {
    /// The value under `key`, of a mapping.
    func field(_ key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }
}

/// How long one axis of a suite may become.
enum AxisLimit {
    /// The most entries of an axis after expansion.
    static let most = 100_000

    /// Reports an axis that is too long.
    static func holds(_ count: Int, _ key: String, _ place: Place, _ findings: inout Findings) -> Bool {
        if count <= most { return true }
        findings.report(
            "\"\(key)\" expands to more than \(most) entries", at: place, remedy: "shorten its grids")
        return false
    }
}
