import Primitives
import Testing

@testable import Reporting

@Suite("Self-check") struct SelfCheckTests {
    private let good = ReferenceCheck("Test A", "x", source: "book", expected: 2, obtained: 2)
    private let bad = ReferenceCheck("Test B", "y", source: "paper", expected: 1, obtained: 1.001)
    private let explained = ReferenceCheck(
        "Test A", "z", source: "page", expected: 3, obtained: 4, remark: "a misprint")

    @Test("what does not agree is a failure unless it says why") func failures() {
        let check = SelfCheck([good, bad, explained])
        #expect(check.failures.map(\.quantity) == ["y"] && check.deviations.map(\.quantity) == ["z"])
        #expect(check.checks.map(\.quantity) == ["x", "z", "y"])
        #expect(check.summary.contains("3 numbers of 2 procedures: 1 agree"))
        #expect(check.summary.contains("1 do not agree"))
        #expect(check.text.contains("  FAIL  3.0  y: 1.001 (expected 1.0)  [paper]\n"))
        #expect(check.text.contains("a misprint"))
    }

    @Test("the report has a table per procedure, the JSON every check") func forms() throws {
        let check = SelfCheck([good, bad, explained])
        #expect(check.report.sections.map(\.id) == ["summary", "procedure-test-a", "procedure-test-b"])
        #expect(MarkdownRenderer().render(check.report).contains("DOES NOT AGREE"))
        let json = try JSONParser.parse(check.json)
        #expect(json["failures"] == 1 && json["deviations"] == 1 && json["count"] == 3)
    }
}
