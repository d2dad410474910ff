import Primitives
import Records

/// Reads what a gate holds: metrics and costs with their margins.
enum GateReading {
    /// The metrics that `node` lists; what is wrong is reported.
    static func metrics(_ node: YAMLNode, _ reader: inout SuiteReader) -> [GateRules.Metric] {
        var metrics: [GateRules.Metric] = []
        for element in node.list(as: "metrics", &reader.findings) ?? [] {
            guard let metric = metric(element, &reader) else { continue }
            if let first = metrics.first(where: { $0.measure == metric.measure }) {
                reader.findings.report(
                    "the metric \"\(metric.measure.name)\" on \(metric.measure.part.rawValue) stands "
                        + "twice in the "
                        + "gate, first at line \(first.line ?? 0)", at: element.place, remedy: "name it once")
                continue
            }
            metrics.append(metric)
        }
        return metrics
    }

    /// The costs that `node` lists; what is wrong is reported.
    static func costs(_ node: YAMLNode, _ findings: inout Findings) -> [GateRules.CostLimit] {
        var costs: [GateRules.CostLimit] = []
        for element in node.list(as: "costs", &findings) ?? [] {
            guard let cost = cost(element, &findings) else { continue }
            if let first = costs.first(where: { $0.cost == cost.cost }) {
                findings.report(
                    "the cost \"\(cost.cost.rawValue)\" stands twice in the gate, first at line "
                        + "\(first.line ?? 0)",
                    at: element.place, remedy: "name it once")
                continue
            }
            costs.append(cost)
        }
        return costs
    }

    private static func metric(_ node: YAMLNode, _ reader: inout SuiteReader) -> GateRules.Metric? {
        let what = "a metric of the gate"
        let known = ["metric", "part", "direction", "margin"]
        let before = reader.findings.count
        guard let fields = Fields(node, of: what, known: known, &reader.findings) else { return nil }
        let name = fields.required("metric", of: what, &reader.findings).flatMap {
            GatedName($0, &reader)
        }
        var margin: GateRules.Margin?
        if let node = fields["margin"] {
            margin = self.margin(node, &reader.findings)
        } else {
            reader.findings.report(
                "\(what) needs the key \"margin\"", at: fields.place,
                remedy: "say by how much it may get worse: margin: 0.01, or margin: 5% of the baseline's mean"
            )
        }
        guard let name else { return nil }
        let part = part(fields["part"], of: name, &reader.findings)
        let direction = direction(fields["direction"], of: name, at: fields.place, &reader.findings)
        guard reader.findings.count == before, let margin, let part, let direction else { return nil }
        return GateRules.Metric(
            measure: .init(part: part, name: name.text), direction: direction, margin: margin,
            line: node.place.line)
    }

    /// By how much a value may get worse: a number in its unit, or a share of the baseline's mean that ends
    /// in %.
    private static func margin(_ node: YAMLNode, _ findings: inout Findings) -> GateRules.Margin? {
        guard !node.isFaulty else { return nil }
        if let share = node.percentage {
            if share > 0 { return .relative(share) }
        } else if let value = node.scalar?.number {
            if value > 0 { return .absolute(value) }
        } else {
            findings.report(
                "\"margin\" expects a number or a percentage, found \(node.kindName)", at: node.place,
                remedy: "write 0.01, or 5% for a share of the baseline's mean")
            return nil
        }
        findings.report(
            "\"margin\" must be more than 0, found \(node.kindName)", at: node.place,
            remedy:
                "without a margin no number of seeds shows that a value is not worse; for equal bits write "
                + "\"bits: same\"")
        return nil
    }

    private static func part(_ node: YAMLNode?, of name: GatedName, _ findings: inout Findings) -> DataPart? {
        let usual = name.onlyPart ?? .test
        guard let node else { return usual }
        let words = DataPart.allCases.map(\.rawValue)
        guard let word = node.word(as: "part", of: words, &findings) else { return nil }
        let part = DataPart(rawValue: word)!
        if let only = name.onlyPart, only != part {
            findings.report(
                "\"\(name.text.clipped())\" is measured on \(only.rawValue), not on \(word)", at: node.place,
                remedy: "leave \"part\" out")
            return nil
        }
        return part
    }

    private static func direction(
        _ node: YAMLNode?, of name: GatedName, at place: Place, _ findings: inout Findings
    ) -> MetricDeclaration.Direction? {
        guard let node else {
            if name.direction == nil {
                findings.report(
                    "the gate cannot know which way \"\(name.text.clipped())\" is better", at: place,
                    remedy: "add \"direction: higher\" or \"direction: lower\"")
            }
            return name.direction
        }
        guard let word = node.word(as: "direction", of: ["higher", "lower"], &findings) else { return nil }
        if let known = name.direction, known.rawValue != word {
            findings.report(
                "\"\(name.text.clipped())\" is better when it is \(known.rawValue)", at: node.place,
                remedy: "leave \"direction\" out")
            return nil
        }
        return MetricDeclaration.Direction(rawValue: word)
    }

    private static func cost(_ node: YAMLNode, _ findings: inout Findings) -> GateRules.CostLimit? {
        let what = "a cost of the gate"
        guard let fields = Fields(node, of: what, known: ["cost", "margin"], &findings) else { return nil }
        let costs = GateRules.Cost.allCases.map(\.rawValue)
        let cost = fields.required("cost", of: what, &findings)?.word(as: "cost", of: costs, &findings)
            .flatMap(GateRules.Cost.init)
        guard let marginNode = fields["margin"] else {
            findings.report(
                "\(what) needs the key \"margin\"", at: fields.place,
                remedy: "say by which share it may get worse: margin: 10%")
            return nil
        }
        guard !marginNode.isFaulty else { return nil }
        guard let margin = marginNode.percentage, margin > 0 else {
            findings.report(
                "the margin of a cost must be a percentage of more than 0, found \(marginNode.kindName)",
                at: marginNode.place, remedy: "write 10%")
            return nil
        }
        if cost == .speed, margin >= 1 {
            findings.report(
                "the margin of speed must be below 100%, found \(marginNode.kindName)", at: marginNode.place,
                remedy: "speed that is lower by 100% is none at all; 30% is usual")
            return nil
        }
        return cost.map { GateRules.CostLimit(cost: $0, margin: margin, line: node.place.line) }
    }
}
