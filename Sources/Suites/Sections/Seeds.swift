import Primitives

extension SuiteSection {
    /// The seeds: a count, a count with a base, or a list; the same for every method.
    static let seeds = SuiteSection("seeds", isRequired: true) { node, reader in
        guard let node else { return }
        reader.draft.seeds = seeds(node, &reader.findings)
    }

    private static let mostSeeds = 10_000

    private static func seeds(_ node: YAMLNode, _ findings: inout Findings) -> [Int]? {
        switch node.content {
        case .faulty: return nil
        case .scalar:
            return node.integer(as: "seeds", in: 1...mostSeeds, &findings).map { Array(0..<$0) }
        case .mapping:
            guard let fields = Fields(node, of: "seeds", known: ["count", "base"], &findings),
                let count = fields.required("count", of: "seeds", &findings)?
                    .integer(as: "count", in: 1...mostSeeds, &findings)
            else { return nil }
            guard let base = fields["base"] else { return Array(0..<count) }
            return base.integer(as: "base", in: 0...Int.max - mostSeeds, &findings).map {
                Array($0..<$0 + count)
            }
        case .sequence:
            guard let elements = node.list(as: "seeds", &findings) else { return nil }
            guard elements.count <= mostSeeds else {
                findings.report(
                    "\"seeds\" must be at most \(mostSeeds), found \(elements.count)", at: node.place)
                return nil
            }
            return distinct(elements, &findings)
        }
    }

    private static func distinct(_ elements: [YAMLNode], _ findings: inout Findings) -> [Int]? {
        var lines: [Int: Int] = [:]
        var seeds: [Int] = []
        for element in elements {
            guard let seed = element.integer(as: "seeds", in: 0...Int.max, &findings) else { continue }
            if let line = lines[seed] {
                findings.report("the seed \(seed) stands twice, first at line \(line)", at: element.place)
                continue
            }
            lines[seed] = element.place.line
            seeds.append(seed)
        }
        return seeds.count == elements.count ? seeds : nil
    }
}
