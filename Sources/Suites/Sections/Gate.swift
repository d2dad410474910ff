import Primitives
import Records

extension SuiteSection {
    /// What may not get worse, by how much, and how surely that has to be known.
    static let gate = SuiteSection("gate") { node, reader in
        guard let node, !node.isFaulty else { return }
        let before = reader.findings.count
        guard let fields = Fields(node, of: "the gate", known: keys, &reader.findings) else { return }
        guard let metricsNode = fields.required("metrics", of: "the gate", &reader.findings) else { return }
        var rules = GateRules(metrics: GateReading.metrics(metricsNode, &reader))
        rules.line = reader.keyPlace?.line ?? node.place.line
        if let node = fields["costs"] { rules.costs = GateReading.costs(node, &reader.findings) }
        readTest(fields, into: &rules, &reader.findings)
        readConsequences(fields, into: &rules, &reader.findings)
        if let node = fields["max_seeds"] {
            let least = reader.draft.seeds?.count ?? 1
            rules.mostSeeds = node.integer(as: "max_seeds", in: 1...mostSeedsOfGate, &reader.findings)
            if let most = rules.mostSeeds, most < least {
                reader.findings.report(
                    "\"max_seeds\" must be at least the suite's \(least) seeds, found \(most)",
                    at: node.place)
            }
        }
        guard reader.findings.count == before else { return }
        reader.draft.gate = rules
        // What is gated is recorded, whether it is asked for or not.
        let gated = Set(rules.metrics.map(\.measure.name) + reader.draft.metrics)
        reader.draft.metrics = reader.vocabulary.metrics.filter { !$0.isStandard && gated.contains($0.id) }
            .map(\.id)
    }

    private static let keys = [
        "metrics", "costs", "by", "alpha", "power", "failures", "bits", "inconclusive", "max_seeds",
    ]
    /// As many as a suite may have.
    private static let mostSeedsOfGate = 10_000

    /// What one row is about, and how often the decision may err.
    private static func readTest(_ fields: Fields, into rules: inout GateRules, _ findings: inout Findings) {
        let scopes = GateRules.Scope.allCases.map(\.rawValue)
        if let node = fields["by"], let word = node.word(as: "by", of: scopes, &findings) {
            rules.scope = GateRules.Scope(rawValue: word)!
        }
        if let node = fields["alpha"], let value = node.real(as: "alpha", in: .halfOpen(1e-6, 0.5), &findings)
        {
            rules.alpha = value
        }
        if let node = fields["power"], let value = node.real(as: "power", in: .open(0, 1), &findings) {
            rules.power = value
            if value <= rules.alpha {
                findings.report(
                    "\"power\" must be more than alpha (\(JSONValue.canonicalNumber(rules.alpha))), found "
                        + JSONValue.canonicalNumber(value), at: node.place,
                    remedy: "0.8 is usual: four regressions of five are found")
            }
        }
    }

    /// What failures, other bits and open questions lead to.
    private static func readConsequences(
        _ fields: Fields, into rules: inout GateRules, _ findings: inout Findings
    ) {
        if let node = fields["failures"], !node.isFaulty {
            switch node.share {
            case let share? where share >= 0 && share < 1: rules.failureMargin = share
            default:
                findings.report(
                    "\"failures\" expects a share in [0, 1), found \(node.kindName)", at: node.place,
                    remedy: "write 0, 0.02 or 2%")
            }
        }
        if let node = fields["bits"], let word = node.word(as: "bits", of: ["any", "same"], &findings) {
            rules.requiresSameBits = word == "same"
        }
        if let node = fields["inconclusive"],
            let word = node.word(as: "inconclusive", of: ["pass", "fail"], &findings)
        {
            rules.inconclusivePasses = word == "pass"
        }
    }
}
