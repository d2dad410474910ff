import Primitives

/// An entry of a list of components: a bare kind, or a mapping with a kind, parameters and perhaps an id.
struct ComponentEntry {
    /// One of the components that the entry stands for: several when it is a grid.
    struct Variant {
        var label: String
        var group: String
        var use: ComponentUse
    }

    let declaration: ComponentDeclaration
    /// The id given.
    let id: String?
    let variants: [Variant]

    /// Reads `element`, leaving out the `reserved` keys; nil when something is wrong.
    ///
    /// `noun` stands in messages about keys, `kind` in those about the catalogue. `needsID` says that the
    /// label is the id, not made of the parameters.
    init?(
        _ element: YAMLNode, noun: String, kind: String, catalogue: [ComponentDeclaration],
        reserved: [String], needsID: Bool = false, _ findings: inout Findings
    ) {
        let (kindNode, idNode) = (element.field("kind"), element.field("id"))
        if case .mapping = element.content {
            if needsID, idNode == nil {
                findings.report(
                    "a \(noun) needs the key \"id\"", at: element.place, remedy: "the id is its label")
            }
            if kindNode == nil {
                findings.report(
                    "a \(noun) needs the key \"kind\"", at: element.place,
                    remedy: ComponentLookup.list(catalogue.map(\.id)))
                return nil
            }
        }
        guard let declaration = ComponentLookup.find(kindNode ?? element, kind, in: catalogue, &findings)
        else { return nil }
        self.declaration = declaration
        let grid = ParameterGrid(
            element, of: declaration, what: "\(kind) \"\(declaration.id)\"",
            reserved: ["id", "kind"] + reserved, &findings)
        var id: String?
        if let idNode {
            guard let text = idNode.text(as: "id", &findings), Label.check(text, at: idNode.place, &findings)
            else { return nil }
            id = text
        }
        self.id = id
        guard let grid else { return nil }
        variants = grid.variants.map { variant in
            let base = id ?? (needsID || element.text != nil ? declaration.id : nil)
            let names = base == nil ? variant.given : variant.varying
            return Variant(
                label: (base ?? declaration.id) + Label.suffix(names, of: variant.use.arguments),
                group: base ?? declaration.id, use: variant.use)
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
