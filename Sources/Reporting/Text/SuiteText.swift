import Primitives
import Records

/// How a suite trained its models, in words, from the resolved document that the store keeps.
enum SuiteText {
    /// `id key=value …` of a component's use.
    static func component(_ use: JSONValue?) -> String? {
        guard let use, let id = use["id"]?.text ?? use["kind"]?.text else { return nil }
        return ([id] + parameters(use["parameters"])).joined(separator: " ")
    }

    /// `key=value` of each parameter, by name.
    static func parameters(_ members: JSONValue?) -> [String] {
        guard case .object(let members)? = members else { return [] }
        return members.keys.sorted().map { "\($0)=\(value(members[$0]!))" }
    }

    /// `label: kind key=value …` of the parameters that are not at their defaults, in the order of the kind.
    ///
    /// A file's hash is left out: it stands with the sizes.
    static func dataset(_ dataset: DatasetRecord, _ kind: ComponentDeclaration) -> String {
        let given = kind.parameters.compactMap { parameter -> String? in
            guard let value = dataset.arguments[parameter.name], parameter.name != "sha256",
                // 2 and 2.0 are one number.
                value.canonical != parameter.defaultValue?.canonical.canonical
            else { return nil }
            return "\(parameter.name)=\(self.value(value))"
        }
        return "\(dataset.label): " + ([kind.id] + given).joined(separator: " ")
    }

    /// A parameter's value on one line; a schedule as its kind with its fields.
    static func value(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): return text
        case .null: return "none"
        case .array(let elements): return "[" + elements.map(self.value).joined(separator: ", ") + "]"
        case .object(var members):
            guard let kind = members.removeValue(forKey: "schedule")?.text else { return value.canonical }
            let fields = members.keys.sorted().filter { members[$0] != .null }
                .map { "\($0) \(self.value(members[$0]!))" }
            return "\(kind)(\(fields.joined(separator: ", ")))"
        default: return value.canonical
        }
    }

    /// How datasets were damaged, split and prepared: a line for every way, with the datasets it was taken for
    /// where there are several.
    static func treatments(_ datasets: [DatasetRecord]) -> [(name: String, text: String)] {
        func lines(
            _ name: String, _ part: (DatasetRecord.Treatment) -> JSONValue, _ note: (DatasetRecord) -> String
        ) -> [(name: String, text: String)] {
            func text(_ value: JSONValue) -> String {
                guard case .array(let uses) = value else { return component(value) ?? "" }
                return uses.compactMap(component).joined(separator: ", ")
            }
            let texts = datasets.map { dataset -> String in
                let words = text(part(dataset.treatment))
                return words.isEmpty ? "" : words + note(dataset)
            }
            let groups = Grouping(Array(zip(datasets.map(\.label), texts)), by: \.1).groups
            if groups.count == 1 { return [(name, texts[0])] }
            return groups.filter { !$0.key.isEmpty }.map { group in
                (name, "\(group.values.map(\.0).joined(separator: ", ")): \(group.key)")
            }
        }
        return lines("corruptions", \.corruptions) { _ in "" }
            + lines("split", \.split) { $0.treatment.resamples ? "" : " (the same for every seed)" }
            + lines("preprocessing", \.preprocessing) { _ in "" }
    }

    /// The names of rules that single cells out, counted.
    static func rules(_ resolved: JSONValue) -> String? {
        func count(_ key: String, _ noun: String) -> String? {
            guard case .array(let rules)? = resolved[key], !rules.isEmpty else { return nil }
            return "\(rules.count) \(noun)\(rules.count == 1 ? "" : "s")"
        }
        let parts = [count("overrides", "override"), count("exclude", "exclusion")].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ") + " (see the suite)"
    }
}
