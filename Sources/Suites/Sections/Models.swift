import Primitives

extension SuiteSection {
    /// The models; without an id the label is made of the kind and the given parameters.
    static let models = SuiteSection("models", isRequired: true) { node, reader in
        guard let node, let elements = node.list(as: "models", &reader.findings) else { return }
        let before = reader.findings.count
        var entries: [Suite.Entry] = []
        var places: [(label: String, place: Place)] = []
        for element in elements {
            let component = ComponentEntry(
                element, noun: "model", kind: "model", catalogue: reader.vocabulary.models, reserved: [],
                &reader.findings)
            for variant in component?.variants ?? [] {
                entries.append(Suite.Entry(label: variant.label, use: variant.use, group: variant.group))
                places.append((variant.label, element.place))
            }
            guard AxisLimit.holds(entries.count, "models", element.place, &reader.findings) else { return }
        }
        guard Label.checkUnique(places, in: "models", &reader.findings),
            reader.findings.count == before, !node.isFaulty
        else { return }
        reader.draft.models = entries
    }
}
