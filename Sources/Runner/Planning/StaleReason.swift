import Primitives

/// Why a cell has to be trained again: how its configuration differs from one that is stored, in words.
public enum StaleReason {
    /// The most differences that are told.
    private static let most = 3
    /// The longest value that is shown.
    private static let longest = 60

    /// The parts of a configuration in the order in which they are told.
    private static let singles = ["dataset", "split", "model", "optimizer", "training"]
    private static let lists = ["corruptions", "preprocessing", "methods", "probes", "evaluations"]
    private static let order = [
        "layout", "numerics", "dataset", "dataset_sha256", "corruptions", "split", "preprocessing", "model",
        "optimizer", "methods", "training", "training_seed_offset", "probes", "metrics", "evaluations",
    ]

    /// The first differences of two canonical configurations, `old` and `new`; nil where there is none.
    public static func text(from old: JSONValue, to new: JSONValue) -> String? {
        let all = differences(from: old, to: new)
        guard !all.isEmpty else { return nil }
        let rest = all.count > most ? ", and \(all.count - most) more" : ""
        return all.prefix(most).joined(separator: ", ") + rest
    }

    /// Every difference of two canonical configurations; seeds are no part of one.
    static func differences(from old: JSONValue, to new: JSONValue) -> [String] {
        let (before, after) = (members(old), members(new))
        let others = Set(before.keys).union(after.keys).subtracting(order + ["seed"]).sorted()
        return (order + others).flatMap { key -> [String] in
            let (a, b) = (before[key], after[key])
            if a?.canonical == b?.canonical { return [] }
            if key == "dataset_sha256" { return ["dataset content changed"] }
            if lists.contains(key) { return list(key, a ?? [], b ?? []) }
            if singles.contains(key) { return component(key, a ?? .null, b ?? .null) }
            return value(key + " ", "", a, b)
        }
    }

    /// A part that is one component.
    private static func component(_ key: String, _ old: JSONValue, _ new: JSONValue) -> [String] {
        guard let a = old["id"]?.text, let b = new["id"]?.text, a == b else {
            return ["\(key) \(name(old)) → \(name(new))"]
        }
        return version(old, new) + parameters(old, new, "\(key) ", "\(key).")
    }

    /// A part that is a list of components.
    private static func list(_ key: String, _ old: JSONValue, _ new: JSONValue) -> [String] {
        let (before, after) = (elements(old), elements(new))
        var left = Array(before.indices)
        var pairs: [(old: Int, new: Int)] = []
        var added: [String] = []
        for index in after.indices {
            if let place = left.firstIndex(where: { name(before[$0]) == name(after[index]) }) {
                pairs.append((left.remove(at: place), index))
            } else {
                added.append("\(key) added \(described(after[index]))")
            }
        }
        var result = left.map { "\(key) removed \(name(before[$0]))" } + added
        if zip(pairs, pairs.dropFirst()).contains(where: { $0.old > $1.old }) {
            result.append("\(key) in another order: \(after.map(name).joined(separator: ", "))")
        }
        for pair in pairs {
            let (a, b) = (before[pair.old], after[pair.new])
            let start = "\(key)[\(pair.new)] \(name(b)): "
            result += version(a, b) + parameters(a, b, start, start)
        }
        return result
    }

    private static func version(_ old: JSONValue, _ new: JSONValue) -> [String] {
        value(name(new) + " version ", "", old["version"], new["version"])
    }

    private static func parameters(
        _ old: JSONValue, _ new: JSONValue, _ start: String, _ parameterStart: String
    ) -> [String] {
        let (before, after) = (members(old["parameters"]), members(new["parameters"]))
        return Set(before.keys).union(after.keys).sorted().flatMap { key in
            value(parameterStart, key, before[key], after[key], start: start)
        }
    }

    /// A value that changed, came or went; within schedules of one kind, what changed in them.
    private static func value(
        _ prefix: String, _ name: String, _ old: JSONValue?, _ new: JSONValue?, start: String? = nil
    ) -> [String] {
        switch (old, new) {
        case (nil, nil): return []
        case (nil, let new?): return ["\(start ?? prefix)added \(spaced(name))\(shown(new))"]
        case (_?, nil): return [trimmed("\(start ?? prefix)removed \(name)")]
        case (let old?, let new?):
            if old.canonical == new.canonical { return [] }
            if case .object(let before) = old, case .object(let after) = new,
                before["schedule"] == after["schedule"]
            {
                return Set(before.keys).union(after.keys).sorted().flatMap { key in
                    value(prefix, name + "." + key, before[key], after[key], start: start)
                }
            }
            return ["\(prefix)\(spaced(name))\(shown(old)) → \(shown(new))"]
        }
    }

    private static func spaced(_ name: String) -> String { name.isEmpty ? "" : name + " " }

    private static func trimmed(_ text: String) -> String {
        text.last == " " ? String(text.dropLast()) : text
    }

    private static func members(_ value: JSONValue?) -> [String: JSONValue] {
        if case .object(let members)? = value { members } else { [:] }
    }

    private static func elements(_ value: JSONValue) -> [JSONValue] {
        if case .array(let elements) = value { elements } else { [] }
    }

    private static func name(_ component: JSONValue) -> String { component["id"]?.text ?? "none" }

    private static func described(_ component: JSONValue) -> String {
        let given = members(component["parameters"])
        return ([name(component)] + given.keys.sorted().map { "\($0)=\(shown(given[$0]!))" }).joined(
            separator: " ")
    }

    /// A value on one line.
    private static func shown(_ value: JSONValue) -> String {
        let text = plain(value)
        return text.count > longest ? text.prefix(longest) + "…" : text
    }

    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): return text
        case .null: return "none"
        case .array(let elements): return "[" + elements.map(plain).joined(separator: ", ") + "]"
        case .object(var members):
            guard let kind = members.removeValue(forKey: "schedule")?.text else { return value.canonical }
            let fields = members.keys.sorted().filter { members[$0] != .null }
                .map { "\($0) \(plain(members[$0]!))" }
            return "\(kind)(\(fields.joined(separator: ", ")))"
        default: return value.canonical
        }
    }
}
