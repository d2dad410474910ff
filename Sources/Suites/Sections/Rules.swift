import Primitives

extension SuiteSection {
    /// The most entries of `exclude` and of `overrides`: each is tried on every cell.
    private static let mostRules = 1000

    /// The cells to leave out.
    static let exclude = SuiteSection("exclude") { node, reader in
        guard let node, let elements = rules(node, "exclude", &reader.findings) else { return }
        reader.draft.excludePlace = node.place
        for element in elements {
            if let rule = CellRule(element, of: "an entry of exclude", reader.draft, &reader.findings) {
                reader.draft.exclusions.append(rule)
            }
        }
    }

    /// Other training settings for some cells.
    static let overrides = SuiteSection("overrides") { node, reader in
        guard let node, let elements = rules(node, "overrides", &reader.findings) else { return }
        for element in elements {
            if let override = override(element, &reader) { reader.draft.overrides.append(override) }
        }
    }

    private static func rules(_ node: YAMLNode, _ key: String, _ findings: inout Findings) -> [YAMLNode]? {
        if node.elements?.isEmpty == true { return [] }
        guard let elements = node.list(as: key, &findings) else { return nil }
        guard elements.count <= mostRules else {
            findings.report("\"\(key)\" has more than \(mostRules) entries", at: node.place)
            return nil
        }
        return elements
    }

    private static func override(_ node: YAMLNode, _ reader: inout SuiteReader) -> TrainingOverride? {
        let what = "an override"
        guard
            let fields = Fields(node, of: what, known: ["match", "training", "optimizer"], &reader.findings)
        else {
            return nil
        }
        let before = reader.findings.count
        let match = fields.required("match", of: what, &reader.findings)
        let rule = match.flatMap { CellRule($0, of: "match", reader.draft, &reader.findings) }
        if fields["training"] == nil, fields["optimizer"] == nil {
            reader.findings.report("an override needs \"training\" or \"optimizer\"", at: node.place)
        }
        guard let base = reader.draft.training else { return nil }
        var training: [String: ParameterValue] = [:]
        var optimizer: OptimizerSettings?
        if let node = fields["training"] {
            let known = base.declaration.parameters.map(\.name)
            if let inner = Fields(node, of: "the training of an override", known: known, &reader.findings) {
                training = GivenParameters(inner, of: base.declaration, &reader.findings)?.values ?? [:]
            }
        }
        if let node = fields["optimizer"] {
            optimizer = OptimizerSettings(
                node, catalogue: reader.vocabulary.methods, over: base.optimizer, &reader.findings)
        }
        guard let rule, reader.findings.count == before else { return nil }
        return TrainingOverride(rule: rule, training: training, optimizer: optimizer)
    }
}
