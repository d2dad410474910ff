import Primitives

/// The entries of one mapping, checked against the keys that are known there.
struct Fields {
    private let entries: [YAMLNode.Entry]
    let place: Place

    /// Reports a value that is no mapping, and unknown keys; nil when it is no mapping.
    ///
    /// `what` names the mapping in messages, with its article: "the protocol", "a dataset".
    init?(_ node: YAMLNode, of what: String, known: [String], _ findings: inout Findings) {
        guard let entries = node.entries else {
            if node.isFaulty { return nil }
            findings.report(
                "\(what) must be a mapping, found \(node.kindName)", at: node.place,
                remedy: Self.allowed(known))
            return nil
        }
        self.entries = entries
        place = node.place
        checkKeys(of: what, known: known, &findings)
    }

    private func checkKeys(of what: String, known: [String], _ findings: inout Findings) {
        for entry in entries where !known.contains(entry.key) {
            if entry.key == "<<" {
                findings.report(
                    "unknown key \"<<\" in \(what)", at: entry.place,
                    remedy: "merge keys are no part of YAML 1.2: repeat the keys, or alias the whole mapping")
                continue
            }
            findings.report(
                "unknown key \"\(entry.key.clipped())\" in \(what)"
                    + Suggestion.hint(for: entry.key, among: known),
                at: entry.place, remedy: Self.allowed(known))
        }
    }

    private static func allowed(_ known: [String]) -> String? {
        known.isEmpty ? nil : "allowed keys: " + known.joined(separator: ", ")
    }

    /// The value under a key.
    subscript(key: String) -> YAMLNode? { entry(key)?.value }

    /// The entry of a key.
    func entry(_ key: String) -> YAMLNode.Entry? { entries.first { $0.key == key } }

    /// The value under a key that must be there; reports where it is not.
    func required(_ key: String, of what: String, _ findings: inout Findings) -> YAMLNode? {
        if let value = self[key] { return value }
        findings.report("\(what) needs the key \"\(key)\"", at: place)
        return nil
    }
}

extension YAMLNode {
    /// The text here; reports anything else.
    func text(as key: String, _ findings: inout Findings) -> String? {
        if case .faulty = content { return nil }
        if let text { return text }
        findings.report("\"\(key)\" expects text, found \(kindName)", at: place, remedy: quotingRemedy)
        return nil
    }

    /// The integer here, within `range`; reports anything else.
    func integer(as key: String, in range: ClosedRange<Int>, _ findings: inout Findings) -> Int? {
        if case .faulty = content { return nil }
        guard let value = scalar?.integer else {
            findings.report("\"\(key)\" expects an integer, found \(kindName)", at: place)
            return nil
        }
        guard range.contains(value) else {
            let limit =
                value < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
            findings.report("\"\(key)\" must be \(limit), found \(value)", at: place)
            return nil
        }
        return value
    }

    /// The elements of a list that is not empty; reports anything else.
    func list(as key: String, _ findings: inout Findings) -> [YAMLNode]? {
        if case .faulty = content { return nil }
        guard let elements else {
            findings.report(
                "\"\(key)\" expects a list, found \(kindName)", at: place,
                remedy: "write one entry per line after \"- \"")
            return nil
        }
        guard !elements.isEmpty else {
            findings.report("\"\(key)\" must not be empty", at: place)
            return nil
        }
        return elements
    }

    /// What to do when a number or boolean was read but text was meant.
    var quotingRemedy: String? {
        guard case .scalar(let value, let text) = content, value != .null, value.text == nil else {
            return nil
        }
        return "write \"\(text.clipped())\" in quotes if text is meant"
    }
}
