import Primitives

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
