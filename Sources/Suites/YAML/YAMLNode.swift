import Primitives

/// A YAML value with its place: what every section of a suite is read from.
struct YAMLNode: Sendable {
    /// What stands there.
    indirect enum Content: Sendable {
        /// A converted scalar and the text it was written as.
        case scalar(JSONValue, text: String)
        case sequence([YAMLNode])
        case mapping([Entry])
        /// Something already reported; whoever meets it says nothing more.
        case faulty
    }

    /// One key of a mapping with its value.
    struct Entry: Sendable {
        var key: String
        var place: Place
        var value: YAMLNode
    }

    var content: Content
    var place: Place
}

extension YAMLNode {
    /// The entries, of a mapping.
    var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The elements, of a sequence.
    var elements: [YAMLNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    /// The converted scalar.
    var scalar: JSONValue? {
        if case .scalar(let value, _) = content { value } else { nil }
    }

    /// The text of a scalar that is text (not of one that is a number or a boolean).
    var text: String? { scalar?.text }

    /// Whether this or anything in it has been reported.
    var isFaulty: Bool {
        switch content {
        case .faulty: true
        case .scalar: false
        case .sequence(let elements): elements.contains(where: \.isFaulty)
        case .mapping(let entries): entries.contains(where: \.value.isFaulty)
        }
    }

    /// The value without places.
    var json: JSONValue {
        switch content {
        case .faulty: .null
        case .scalar(let value, _): value
        case .sequence(let elements): .array(elements.map(\.json))
        case .mapping(let entries):
            .object(
                Dictionary(entries.map { ($0.key, $0.value.json) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// What a person calls this kind of value, with the value itself where it is short.
    var kindName: String {
        switch content {
        case .faulty: "a faulty value"
        case .scalar(.null, _): "nothing"
        case .scalar(let value, let text): "\(value.kindName) (\(text.clipped()))"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The place of the part that `path` leads to: of its key where `wantsKey`, else of its value.
    ///
    /// Goes as far as the path exists.
    func place(of path: [String], wantsKey: Bool) -> Place {
        guard let key = path.first, let entry = entries?.first(where: { $0.key == key }) else { return place }
        if path.count == 1, wantsKey { return entry.place }
        return entry.value.place(of: Array(path.dropFirst()), wantsKey: wantsKey)
    }
}
