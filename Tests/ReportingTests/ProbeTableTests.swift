import Primitives
import Records
import Testing

@testable import Reporting

@Suite("Probes in reports") struct ProbeTableTests {
    private func markdown(_ input: ReportInput) -> String {
        MarkdownRenderer().render(ReportBuilder().report(input))
    }

    @Test("what probes found is a table of means, a row per value; blank where a seed has none")
    func table() {
        var input = Samples.input([("plain", [0.8, 0.81]), ("sam", [0.9, 0.92])])
        for (index, value) in [2.0, 4, 6, 8].enumerated() {
            input.entries[index].metrics.append(
                MetricValue(part: .train, name: "sharpness/ascent", value: value))
        }
        input.entries[0].metrics.append(MetricValue(part: .train, name: "dead-units", value: 0.5))
        let lines = markdown(input).split(separator: "\n")
        func cells(_ name: String) -> [String] {
            (lines.first { $0.hasPrefix("| \(name) ") } ?? "").split(separator: "|").map { cell in
                String(cell.split(separator: " ").first ?? "")
            }
        }
        #expect(cells("probe").prefix(1) == ["probe"])
        #expect(cells("sharpness/ascent") == ["sharpness/ascent", "3", "7"])
        // One of plain's two seeds has it.
        #expect(cells("dead-units") == ["dead-units", "–", "–"])
        #expect(lines.contains { $0.hasPrefix("- Probes look at training rows") })
    }

    @Test("without probes there is no such table, and the setup names those that a suite asks for")
    func setup() {
        var input = Samples.input([("plain", [0.8]), ("sam", [0.85])])
        #expect(!markdown(input).contains("Probes look at") && !markdown(input).contains("| probes "))
        input.experiment.resolved = [
            "protocol": ["probes": [["id": "sharpness", "version": 1, "parameters": ["rho": 0.05]]]]
        ]
        #expect(markdown(input).contains("sharpness rho=0.05"))
    }
}
