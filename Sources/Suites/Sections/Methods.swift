import Primitives

extension SuiteSection {
    /// The method stacks.
    static let methods = SuiteSection("methods", isRequired: true) { node, reader in
        guard let node, let elements = node.list(as: "methods", &reader.findings) else { return }
        let before = reader.findings.count
        var stacks: [Suite.Stack] = []
        var places: [(label: String, place: Place)] = []
        for element in elements {
            for stack in StackEntry(element, reader.vocabulary.methods, &reader.findings)?.stacks ?? [] {
                stacks.append(stack)
                places.append((stack.label, element.place))
            }
            guard AxisLimit.holds(stacks.count, "methods", element.place, &reader.findings) else { return }
        }
        guard Label.checkUnique(places, in: "methods", &reader.findings) else { return }
        guard reader.findings.count == before, !node.isFaulty else { return }
        reader.draft.stacks = stacks
    }
}

/// One entry of `methods`: a word, one method with parameters, or a named stack of several.
struct StackEntry {
    /// The word for the empty stack.
    static let baseline = "baseline"

    private struct Part {
        var declaration: ComponentDeclaration
        var variants: [ParameterGrid.Variant]
    }

    private var name: String?
    private var parts: [Part] = []

    init?(_ node: YAMLNode, _ catalogue: [ComponentDeclaration], _ findings: inout Findings) {
        let before = findings.count
        if case .faulty = node.content { return nil }
        if node.text == Self.baseline || node.field("id")?.text == Self.baseline {
            if node.entries != nil { _ = Fields(node, of: "the baseline", known: ["id", "name"], &findings) }
            name = Self.baseline
        } else if let stack = node.field("stack") {
            readStack(node, stack, catalogue, &findings)
        } else {
            readPart(node, reserved: ["id", "name"], catalogue, &findings)
        }
        if let nameNode = node.field("name") {
            name = nameNode.text(as: "name", &findings)
            if let name { _ = Label.check(name, at: nameNode.place, &findings) }
        }
        guard findings.count == before, !node.isFaulty else { return nil }
    }

    private mutating func readStack(
        _ node: YAMLNode, _ stack: YAMLNode, _ catalogue: [ComponentDeclaration], _ findings: inout Findings
    ) {
        _ = Fields(node, of: "a method stack", known: ["name", "stack"], &findings)
        guard let elements = stack.elements else {
            if case .faulty = stack.content { return }
            findings.report("\"stack\" expects a list, found \(stack.kindName)", at: stack.place)
            return
        }
        if elements.isEmpty, node.field("name") == nil {
            findings.report(
                "an empty stack needs the key \"name\"", at: node.place, remedy: "or write \"baseline\"")
        }
        for element in elements { readPart(element, reserved: ["id"], catalogue, &findings) }
        let combinations = parts.reduce(1) { min($0 * $1.variants.count, ParameterGrid.most + 1) }
        if combinations > ParameterGrid.most {
            findings.report(
                "the grid of this stack has more than \(ParameterGrid.most) entries", at: node.place,
                remedy: "shorten its lists")
        }
    }

    private mutating func readPart(
        _ node: YAMLNode, reserved: [String], _ catalogue: [ComponentDeclaration], _ findings: inout Findings
    ) {
        if case .mapping = node.content, node.field("id") == nil {
            let isStackLike = reserved.contains("name")
            let keys = isStackLike ? ["id", "stack"] : ["id"]
            let typo = node.entries?.lazy.map { Suggestion.hint(for: $0.key, among: keys) }.first {
                !$0.isEmpty
            }
            findings.report(
                "a method needs the key " + keys.map { "\"\($0)\"" }.joined(separator: " or ") + (typo ?? ""),
                at: node.place)
            return
        }
        let idNode = node.field("id") ?? node
        let words = reserved.contains("name") ? [Self.baseline] : []
        guard
            let declaration = ComponentLookup.find(
                idNode, "method", in: catalogue, or: words, &findings)
        else { return }
        if parts.contains(where: { $0.declaration.id == declaration.id }) {
            findings.report("method \"\(declaration.id)\" stands twice in one stack", at: idNode.place)
        } else if declaration.isOptimizer, let other = parts.first(where: \.declaration.isOptimizer) {
            findings.report(
                "a stack can have one optimiser, found \"\(other.declaration.id)\" and \"\(declaration.id)\"",
                at: idNode.place, remedy: "make two entries of it")
        } else if let (other, what) = conflict(declaration) {
            findings.report(
                "\"\(other)\" and \"\(declaration.id)\" cannot stand in one stack: each sets the \(what)",
                at: idNode.place, remedy: "make two entries of it")
        }
        let what = "method \"\(declaration.id)\""
        if let grid = ParameterGrid(node, of: declaration, what: what, reserved: reserved, &findings) {
            parts.append(Part(declaration: declaration, variants: grid.variants))
        }
    }

    /// A method of the stack that shares an exclusive part with `declaration`, and that part.
    private func conflict(_ declaration: ComponentDeclaration) -> (id: String, what: String)? {
        for part in parts {
            if let what = part.declaration.exclusive.first(where: declaration.exclusive.contains) {
                return (part.declaration.id, what)
            }
        }
        return nil
    }

    /// The stacks it expands to; the first method's parameters vary slowest.
    var stacks: [Suite.Stack] {
        Product.of(parts.map(\.variants)).map { variants in
            let pairs = zip(parts, variants)
            return Suite.Stack(
                label: label(variants),
                methods: pairs.filter { !$0.0.declaration.isOptimizer }.map(\.1.use),
                optimizer: pairs.first { $0.0.declaration.isOptimizer }?.1.use,
                group: name ?? parts.map(\.declaration.id).joined(separator: " + "))
        }
    }

    private func label(_ variants: [ParameterGrid.Variant]) -> String {
        guard let name else {
            return variants.map { $0.use.id + Label.suffix($0.given, of: $0.use.arguments) }.joined(
                separator: " + ")
        }
        return name + Label.suffix(variants)
    }
}
