import Primitives

/// Reads which split scheme a suite names: a bare name, or a mapping with `scheme` and parameters.
enum SplitReading {
    /// The scheme that `node` names, the default one where it names none; nil when something is wrong.
    static func use(_ node: YAMLNode?, _ reader: inout SuiteReader) -> ComponentUse? {
        let catalogue = reader.vocabulary.splits
        precondition(!catalogue.isEmpty, "the vocabulary has no split scheme")
        var declaration = catalogue[0]
        var given: [String: ParameterValue] = [:]
        if let node {
            if let scheme = node.field("scheme") ?? (node.text == nil ? nil : node) {
                guard
                    let found = ComponentLookup.find(scheme, "split scheme", in: catalogue, &reader.findings)
                else { return nil }
                declaration = found
            }
            if node.text == nil {
                let known = ["scheme"] + declaration.parameters.map(\.name)
                guard
                    let fields = Fields(
                        node, of: "split scheme \"\(declaration.id)\"", known: known, &reader.findings),
                    let parameters = GivenParameters(fields, of: declaration, &reader.findings)
                else { return nil }
                given = parameters.values
            }
        }
        let what = "split scheme \"\(declaration.id)\""
        guard
            GivenParameters.isComplete(
                given, for: declaration, what: what, at: node?.place ?? .start, &reader.findings)
        else { return nil }
        return ComponentUse(checked: declaration, given)
    }
}
