import Primitives
import Yams

/// Turns the text of a suite into nodes with places, strictly: one document, no tags, bounded size.
struct YAMLReader {
    /// Levels of nesting allowed.
    static let deepest = 50
    /// Nodes allowed once aliases are expanded.
    static let mostNodes = 100_000

    private let source: SourceText
    private var findings: Findings
    private var nodes = 0
    /// The key at the top that is being read: an alias has no place of its own.
    private var topKey = Place.start

    /// The root of the document in `text`, or nil when there is none; what is wrong goes to `findings`.
    static func read(_ text: String, findings: inout Findings) -> YAMLNode? {
        let source = SourceText(text)
        guard isSafe(source, &findings) else { return nil }
        do {
            guard let root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else {
                findings.report("the suite is empty", at: .start, remedy: "start with \"version: 1\"")
                return nil
            }
            var reader = YAMLReader(source: source, findings: findings)
            let node = reader.convert(root, depth: 0)
            findings = reader.findings
            return reader.nodes > mostNodes ? nil : node
        } catch let error as YamlError {
            report(error, source, &findings)
        } catch {
            findings.report("cannot be read as YAML: \(error)", at: nil)
        }
        return nil
    }

    /// Refuses what the parser below would choke on.
    private static func isSafe(_ source: SourceText, _ findings: inout Findings) -> Bool {
        if let (place, scalar) = source.firstForbidden {
            let code = String(scalar.value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
            findings.report(
                "the character U+\(padded) is not allowed in YAML", at: place,
                remedy: "remove it, or write it as an escape in double quotes")
            return false
        }
        if let place = source.firstTooDeep(brackets: 200, indentation: 500) {
            findings.report("nested too deeply", at: place, remedy: "at most \(deepest) levels are allowed")
            return false
        }
        if let place = source.firstTagDirective {
            findings.report("tags are not allowed in a suite", at: place, remedy: "remove the \"%TAG\"")
            return false
        }
        if let place = source.firstAliasInKey {
            findings.report(
                "a list, a mapping or an alias cannot be a key", at: place, remedy: "write keys as plain text"
            )
            return false
        }
        return true
    }

    private mutating func convert(_ node: Node, depth: Int) -> YAMLNode {
        let place = node.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
        func faulty() -> YAMLNode { YAMLNode(content: .faulty, place: place) }
        nodes += 1
        guard nodes <= Self.mostNodes else {
            if nodes == Self.mostNodes + 1 {
                findings.report(
                    "the suite has more than \(Self.mostNodes) values once its aliases are expanded",
                    at: topKey,
                    remedy: "use fewer aliases, or several suites")
            }
            return faulty()
        }
        guard depth <= Self.deepest else {
            findings.report(
                "nested too deeply", at: place, remedy: "at most \(Self.deepest) levels are allowed")
            return faulty()
        }
        guard !hasTag(node, place) else {
            findings.report("tags are not allowed in a suite", at: place, remedy: "remove the \"!…\"")
            return faulty()
        }
        switch node {
        case .scalar(let scalar): return convert(scalar, place)
        case .sequence(let sequence):
            var elements: [YAMLNode] = []
            for element in sequence {
                elements.append(convert(element, depth: depth + 1))
                if nodes > Self.mostNodes { return faulty() }
            }
            return YAMLNode(content: .sequence(elements), place: place)
        case .mapping(let mapping):
            var entries: [YAMLNode.Entry] = []
            for (key, value) in mapping {
                if let entry = convert(key, value, depth: depth + 1) { entries.append(entry) }
                if nodes > Self.mostNodes { return faulty() }
            }
            return YAMLNode(content: .mapping(entries), place: place)
        case .alias: return faulty()
        }
    }

    private mutating func convert(_ key: Node, _ value: Node, depth: Int) -> YAMLNode.Entry? {
        let place = key.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
        guard case .scalar(let scalar) = key else {
            findings.report("a key must be plain text", at: place)
            return nil
        }
        if depth == 1 { topKey = place }
        if hasTag(key, place) {
            findings.report("tags are not allowed in a suite", at: place, remedy: "remove the \"!…\"")
        }
        return YAMLNode.Entry(key: scalar.string, place: place, value: convert(value, depth: depth))
    }

    private mutating func convert(_ scalar: Node.Scalar, _ place: Place) -> YAMLNode {
        guard scalar.style == .plain || scalar.style == .any else {
            return YAMLNode(content: .scalar(.string(scalar.string), text: scalar.string), place: place)
        }
        switch YAMLScalar.read(plain: scalar.string) {
        case .value(let value):
            return YAMLNode(content: .scalar(value, text: scalar.string), place: place)
        case .fault(let message, let remedy):
            findings.report(message, at: place, remedy: remedy)
            return YAMLNode(content: .faulty, place: place)
        }
    }

    private func hasTag(_ node: Node, _ place: Place) -> Bool {
        let tag: String
        switch node {
        case .scalar(let scalar):
            // An empty scalar has no text of its own; what stands at its place belongs to another node.
            if scalar.string.isEmpty, scalar.style == .plain { return !scalar.tag.description.isEmpty }
            tag = scalar.tag.description
        case .sequence(let sequence): tag = sequence.tag.description
        case .mapping(let mapping): tag = mapping.tag.description
        case .alias: return false
        }
        return !(tag.isEmpty || tag == Tag.Name.str.rawValue) || source.hasTag(at: place)
    }

    private init(source: SourceText, findings: Findings) {
        self.source = source
        self.findings = findings
    }
}
