import Primitives
import Records
import Reporting

/// JUnit's XML as Jenkins and Surefire read it: a test case for every statement of the gate.
///
/// A regression is a failure; what could not be compared or measured is an error; what is undecided is
/// skipped where that passes, else a failure. There are no times, which would differ from run to run.
public struct GateJUnitOutput: GateOutput {
    /// "junit".
    public let format = "junit"
    /// What it is for.
    public let summary = "JUnit XML, which most CI systems show as tests"

    /// The output.
    public init() {}

    private enum Result {
        case passed, failure, error, skipped
    }

    /// The document; what cannot be shortened is whole.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        let items = decision.items
        let results = items.map { result($0.verdict, decision) }
        func count(_ result: Result) -> Int { results.filter { $0 == result }.count }
        let counts = "tests=\"\(items.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\""
        let name = "bench gate \(decision.suite)"
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name=\(quoted(name)) \(counts)>
            <testsuite name=\(quoted(name)) \(counts) skipped="\(count(.skipped))">
            <properties>
            <property name="suite" value=\(quoted(decision.suite))/>
            <property name="baseline" value=\(quoted(decision.baselineName))/>
            <property name="verdict" value=\(quoted(decision.verdict.rawValue))/>
            <property name="command" value=\(quoted(context.command))/>
            </properties>

            """
        for (item, result) in zip(items, results) { text += testCase(item, result, decision) }
        if !decision.notices.isEmpty {
            let notices = decision.notices.map(MarkupText.escape).joined(separator: "\n")
            text += "<system-out>\(notices)</system-out>\n"
        }
        return text + "</testsuite>\n</testsuites>\n"
    }

    private func result(_ verdict: GateVerdict, _ decision: GateDecision) -> Result {
        switch verdict {
        case .pass, .improved: .passed
        case .regressed: .failure
        case .incomparable, .nothingMeasured: .error
        case .inconclusive: decision.rules.inconclusivePasses ? .skipped : .failure
        }
    }

    private func testCase(_ item: GateItem, _ result: Result, _ decision: GateDecision) -> String {
        let start = "<testcase classname=\(quoted("gate." + decision.suite)) name=\(quoted(item.id))"
        let message = "message=\(quoted(item.sentence))"
        let type = "type=\(quoted(item.verdict.rawValue))"
        let text = MarkupText.escape(item.sentence)
        switch result {
        case .passed: return "\(start)>\n<system-out>\(text)</system-out>\n</testcase>\n"
        case .failure: return "\(start)>\n<failure \(type) \(message)>\(text)</failure>\n</testcase>\n"
        case .error: return "\(start)>\n<error \(type) \(message)>\(text)</error>\n</testcase>\n"
        case .skipped: return "\(start)>\n<skipped \(message)/>\n</testcase>\n"
        }
    }

    private func quoted(_ text: String) -> String { "\"\(MarkupText.escape(text))\"" }
}
