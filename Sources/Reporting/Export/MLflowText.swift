import Primitives

/// Names and texts within MLflow's rules.
enum MLflowText {
    /// Characters that a tag may have.
    static let longestTag = 8000
    /// Characters that a parameter may have.
    static let longestParameter = 6000
    /// Characters that a name may have.
    static let longestName = 250

    /// A YAML mapping, a member per line, values as JSON, which is YAML.
    static func document(_ members: [(name: String, value: JSONValue)]) -> String {
        members.map { "\($0.name): \($0.value.canonical)\n" }.joined()
    }

    /// As Python reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        return value.isInfinite ? (value < 0 ? "-inf" : "inf") : value.description
    }

    /// Lists of scalars stay one value; members and elements of others have their name or number after a dot.
    static func flattened(_ value: JSONValue) -> [(name: String, text: String)] {
        var result: [(String, String)] = []
        func visit(_ value: JSONValue, _ path: String) {
            let before = path.isEmpty ? "" : path + "."
            switch value {
            case .object(let members) where !members.isEmpty:
                for key in members.keys.sorted() { visit(members[key]!, before + key) }
            case .array(let elements)
            where elements.contains { if case .object = $0 { true } else { false } }:
                for (index, element) in elements.enumerated() { visit(element, before + String(index)) }
            case .string(let text) where !text.isEmpty && !text.contains(where: \.isNewline):
                result.append((path, shortened(text, to: longestParameter)))
            default:
                result.append((path, shortened(value.canonical, to: longestParameter)))
            }
        }
        visit(value, "")
        return result
    }

    /// A name of letters, digits, `_`, `-`, `.`, blanks and colons, short enough for MLflow and for a file.
    static func name(_ text: String) -> String {
        let characters = text.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", " ", ":": Character(scalar)
            default: "_"
            }
        }
        var name = String(characters)
        if name.allSatisfy({ $0 == "." }) { name = "_" + name }
        guard name.count > longestName - 20 else { return name }
        return name.prefix(longestName - 40) + "." + SHA256.hash(text).short
    }

    /// The same values under allowed names, no two alike.
    static func distinct(_ entries: [(name: String, text: String)]) -> [(name: String, text: String)] {
        var taken = Set<String>()
        return entries.map { entry in
            let plain = name(entry.name)
            var chosen = plain
            var number = 2
            while !taken.insert(chosen).inserted {
                chosen = "\(plain)-\(number)"
                number += 1
            }
            return (chosen, entry.text)
        }
    }

    /// Cut to a number of characters, with a digest of the whole at the end.
    static func shortened(_ text: String, to count: Int) -> String {
        guard text.unicodeScalars.count > count else { return text }
        var short = ""
        short.unicodeScalars.append(contentsOf: text.unicodeScalars.prefix(count - 80))
        return short + "… sha256:" + SHA256.hash(text).hexadecimal
    }
}
