import Primitives

/// Which cells an entry of `exclude` or `overrides` is for.
struct CellRule: Sendable {
    /// The keys a rule may have.
    static let keys = ["dataset", "model", "method", "seed"]

    /// Per axis, which of its entries match; nil where the rule does not say.
    private var datasets: [Bool]?
    private var models: [Bool]?
    private var stacks: [Bool]?
    private var seeds: [Bool]?
    /// The labels and seeds it matches, for the resolved suite.
    private(set) var resolved: JSONValue

    /// Reads a mapping over the four axes; nil when something is wrong (also where an axis itself is).
    init?(_ node: YAMLNode, of what: String, _ draft: SuiteDraft, _ findings: inout Findings) {
        guard let fields = Fields(node, of: what, known: Self.keys, &findings) else { return nil }
        if node.entries?.isEmpty == true {
            findings.report(
                "\(what) must name at least one of \(Self.keys.joined(separator: ", "))", at: node.place)
            return nil
        }
        let before = findings.count
        var resolved: [String: JSONValue] = [:]
        func axis(_ key: String, _ names: [(label: String, group: String)]?) -> [Bool]? {
            guard let value = fields[key], let names else { return nil }
            let mask = Self.mask(value, key, names, &findings)
            resolved[key] = .array(zip(mask, names).filter(\.0).map { .string($0.1.label) })
            return mask
        }
        datasets = axis("dataset", draft.datasets?.map { ($0.label, $0.group) })
        models = axis("model", draft.models?.map { ($0.label, $0.group) })
        stacks = axis("method", draft.stacks?.map { ($0.label, $0.group) })
        if let value = fields["seed"], let all = draft.seeds {
            let mask = Self.mask(value, seeds: all, &findings)
            resolved["seed"] = .array(zip(mask, all).filter(\.0).map { .integer($0.1) })
            seeds = mask
        }
        self.resolved = .object(resolved)
        guard findings.count == before, !node.isFaulty else { return nil }
    }

    private static func mask(
        _ node: YAMLNode, _ key: String, _ names: [(label: String, group: String)], _ findings: inout Findings
    ) -> [Bool] {
        var mask = [Bool](repeating: false, count: names.count)
        for element in values(node, key, &findings) {
            guard let word = element.text(as: key, &findings) else { continue }
            // A label means one entry; what a grid was expanded from means all of them.
            var hits = names.indices.filter { names[$0].label == word }
            if hits.isEmpty { hits = names.indices.filter { names[$0].group == word } }
            if hits.isEmpty {
                let labels = names.map(\.label)
                findings.report(
                    "no \(key) has the label \"\(word.clipped())\""
                        + Suggestion.hint(for: word, among: labels),
                    at: element.place, remedy: ComponentLookup.list(labels))
            }
            for index in hits { mask[index] = true }
        }
        return mask
    }

    private static func mask(_ node: YAMLNode, seeds: [Int], _ findings: inout Findings) -> [Bool] {
        var mask = [Bool](repeating: false, count: seeds.count)
        for element in values(node, "seed", &findings) {
            guard let seed = element.integer(as: "seed", in: 0...Int.max, &findings) else { continue }
            if let index = seeds.firstIndex(of: seed) {
                mask[index] = true
            } else {
                findings.report("the suite has no seed \(seed)", at: element.place)
            }
        }
        return mask
    }

    private static func values(_ node: YAMLNode, _ key: String, _ findings: inout Findings) -> [YAMLNode] {
        node.elements == nil ? [node] : node.list(as: key, &findings) ?? []
    }

    /// Whether the rule is about some seeds only.
    var saysSeed: Bool { seeds != nil }

    /// Whether the rule is about a dataset, model and stack, with some seed at least.
    func matches(_ place: GridPlace) -> Bool {
        (datasets?[place.dataset] ?? true) && (models?[place.model] ?? true)
            && (stacks?[place.stack] ?? true)
    }

    /// Whether the rule is about a seed.
    func matches(seed: Int) -> Bool { seeds?[seed] ?? true }

    /// The same rule for a suite with the seeds `new` in place of `old`: it is about no seed that it does not name.
    func reseeded(from old: [Int], to new: [Int]) -> CellRule {
        guard let seeds else { return self }
        let named = Set(zip(old, seeds).filter(\.1).map(\.0))
        var rule = self
        rule.seeds = new.map(named.contains)
        return rule
    }
}
