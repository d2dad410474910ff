import Primitives

/// A stored specification for people: every component with its parameters, those that are not the default marked.
struct SpecificationText {
    /// A component of a cell.
    private struct Part {
        let role: String
        let json: JSONValue
        let declarations: [ComponentDeclaration]
    }

    private let parts: [Part]
    private let facts: [(String, String)]

    /// What the canonical form `specification` says, in the words of `vocabulary`.
    init(_ specification: JSONValue, _ vocabulary: Vocabulary) {
        func list(_ name: String, _ role: String, _ declarations: [ComponentDeclaration]) -> [Part] {
            guard case .array(let elements)? = specification[name] else { return [] }
            return elements.map { Part(role: role, json: $0, declarations: declarations) }
        }
        func one(_ name: String, _ role: String, _ declarations: [ComponentDeclaration]) -> [Part] {
            specification[name].map { [Part(role: role, json: $0, declarations: declarations)] } ?? []
        }
        parts =
            one("dataset", "dataset", vocabulary.datasets)
            + list("corruptions", "corruption", vocabulary.corruptions)
            + one("split", "split", vocabulary.splits)
            + list("preprocessing", "preprocessing", vocabulary.preprocessing)
            + one("model", "model", vocabulary.models)
            + list("methods", "method", vocabulary.methods)
            + one("optimizer", "optimiser", vocabulary.methods)
            + one("training", "training", [vocabulary.training])
            + list("probes", "probe", vocabulary.probes)
            + list("evaluations", "evaluation", vocabulary.evaluations)
        func fact(_ name: String, _ title: String) -> [(String, String)] {
            specification[name].map { [(title, $0.text ?? $0.canonical)] } ?? []
        }
        var metrics: [(String, String)] = []
        if case .array(let names)? = specification["metrics"] {
            metrics = [("metrics beside the standard ones", names.compactMap(\.text).joined(separator: ", "))]
        }
        facts =
            metrics
            + fact("dataset_sha256", "data SHA-256") + fact("numerics", "numerics version")
            + fact("seed", "seed") + fact("training_seed_offset", "added to the seed for training")
    }

    /// Lines, indented by two spaces.
    var lines: [String] {
        parts.flatMap { part -> [String] in
            let id = part.json["id"]?.text ?? "?"
            let declaration = part.declarations.first { $0.id == id }
            let version = part.json["version"]?.integer
            var title = part.role == id ? "  \(id)" : "  \(part.role): \(id)"
            if let version, version != 1 || declaration?.version != version { title += " version \(version)" }
            if declaration == nil {
                title += " (not in this program)"
            } else if declaration?.version != version {
                title += " (this program has version \(declaration!.version))"
            }
            return [title] + parameters(part, declaration)
        } + facts.map { "  \($0.0): \($0.1)" }
    }

    private func parameters(_ part: Part, _ declaration: ComponentDeclaration?) -> [String] {
        guard case .object(let values)? = part.json["parameters"] else { return [] }
        // In the order of the declaration; what it does not know comes last.
        let known = (declaration?.parameters ?? []).map(\.name).filter { values[$0] != nil }
        let names = known + values.keys.filter { !known.contains($0) }.sorted()
        return names.map { name in
            let value = values[name]!
            let parameter = declaration?.parameters.first { $0.name == name }
            guard let parameter else { return "      \(name): \(Self.text(value))" }
            guard let usual = parameter.defaultValue?.canonical else {
                return "    * \(name): \(Self.text(value))"
            }
            if usual.canonical == value.canonical { return "      \(name): \(Self.text(value))" }
            return "    * \(name): \(Self.text(value)) (default \(Self.text(usual)))"
        }
    }

    private static func text(_ value: JSONValue) -> String {
        if value == .null { return "none" }
        return value.text ?? value.canonical
    }
}
