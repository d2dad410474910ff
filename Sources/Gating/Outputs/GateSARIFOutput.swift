import Primitives
import Records
import Reporting

/// SARIF 2.1.0 (OASIS), which code scanning shows as alerts at the lines of the suite.
///
/// Only what is wrong is a result: an alert goes away when a later document no longer has it. What was
/// compared stands in the run's properties, so that an empty list can be told from a gate that measured
/// nothing, which is an error.
public struct GateSARIFOutput: GateOutput {
    /// "sarif".
    public let format = "sarif"
    /// What it is for.
    public let summary = "SARIF 2.1.0, which code scanning shows as alerts"

    /// The output.
    public init() {}

    /// A rule for every verdict that something is wrong with.
    private static let rules: [(verdict: GateVerdict, id: String, text: String)] = [
        (.regressed, "gate/regressed", "A gated value is worse than in the baseline, or more cells fail."),
        (
            .incomparable, "gate/incomparable",
            "A configuration, a dataset or the arithmetic is another than in the baseline."
        ),
        (.nothingMeasured, "gate/nothing-measured", "There is nothing that could be compared."),
        (
            .inconclusive, "gate/inconclusive",
            "A gated value is neither shown to be within its margin nor to be worse."
        ),
    ]

    /// The document, on one line; what cannot be shortened is whole.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        let undecided = decision.rules.inconclusivePasses ? "note" : "warning"
        func level(_ verdict: GateVerdict) -> JSONValue {
            .string(verdict == .inconclusive ? undecided : "error")
        }
        let rules = Self.rules.map { rule -> JSONValue in
            [
                "id": .string(rule.id), "name": .string(Self.name(rule.verdict)),
                "shortDescription": ["text": .string(rule.text)],
                "defaultConfiguration": ["level": level(rule.verdict)],
            ]
        }
        let results = decision.items.compactMap { item -> JSONValue? in
            guard let index = Self.rules.firstIndex(where: { $0.verdict == item.verdict }) else { return nil }
            return [
                "ruleId": .string(Self.rules[index].id), "ruleIndex": .integer(index),
                "level": level(item.verdict), "message": ["text": .string(item.sentence)],
                "locations": [location(item.line, context)],
                "partialFingerprints": [
                    "benchGate/v1": .string(
                        SHA256.hash("\(decision.suite)\n\(decision.baselineName)\n\(item.id)").description)
                ],
            ]
        }
        let notices = decision.notices.map { text -> JSONValue in
            ["level": "note", "message": ["text": .string(text)]]
        }
        let run: JSONValue = [
            "tool": ["driver": ["name": "bench gate", "rules": .array(rules)]],
            "automationDetails": ["id": .string("bench-gate/\(decision.suite)/")],
            "invocations": [
                [
                    "executionSuccessful": true, "commandLine": .string(context.command),
                    "exitCode": .integer(Int(decision.exitCode.rawValue)),
                    "toolExecutionNotifications": .array(notices),
                ]
            ],
            "properties": [
                "verdict": .string(decision.verdict.rawValue),
                "baseline": .string(decision.baselineName),
                "statements": .integer(decision.rows.count),
                "comparedCells": .integer(decision.comparedCells),
            ],
            "results": .array(results),
        ]
        let document: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
        ]
        return document.canonical + "\n"
    }

    /// `NothingMeasured`: the name of a rule is for programs.
    private static func name(_ verdict: GateVerdict) -> String {
        verdict.rawValue.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private func location(_ line: Int?, _ context: GateOutputContext) -> JSONValue {
        var place: [String: JSONValue] = [
            "artifactLocation": ["uri": .string(MarkdownText.address(context.suitePath))]
        ]
        if let line { place["region"] = ["startLine": .integer(line)] }
        return ["physicalLocation": .object(place)]
    }
}
