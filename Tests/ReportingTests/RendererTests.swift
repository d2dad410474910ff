import Primitives
import Testing

@testable import Reporting

@Suite("Renderers") struct RendererTests {
    private let table = Table(
        id: "t",
        columns: [Table.Column("name", "name"), Table.Column("value", "值", .right)],
        rows: [["a|b", Table.Cell("1.5", value: 1.53)], ["é̂", Table.Cell("10", value: 10)]],
        notes: ["A note."])

    @Test("Markdown tables are padded by the width that a terminal shows") func padding() {
        let report = Report(title: "T", sections: [Section(id: "s", title: "S", blocks: [.table(table)])])
        #expect(
            MarkdownRenderer().render(report) == """
                # T

                ## S

                | name |  值 |
                | :--- | --: |
                | a\\|b | 1.5 |
                | é̂    |  10 |

                - A note.

                """)
    }

    @Test("what has a meaning in Markdown or HTML loses it, and nothing else is touched") func escaping() {
        let cases = [
            ("a|b", "a\\|b"), ("weight_decay", "weight_decay"), ("_x_", "\\_x\\_"), ("*x*", "\\*x\\*"),
            ("p < 0.05", "p < 0.05"), ("<script>", "\\<script>"), ("a\\b", "a\\\\b"), ("[x](y)", "[x\\](y)"),
            ("[0.1, 0.2]", "[0.1, 0.2]"), ("a\nb", "a b"), ("a\r\nb", "a b"), ("a & b", "a & b"),
            ("&lt;", "\\&lt;"), ("`x`", "\\`x\\`"), ("~x~", "\\~x\\~"), ("$x$", "\\$x\\$"),
            ("\u{1B}[31m", "\u{FFFD}[31m"),
        ]
        for (text, expected) in cases { #expect(MarkdownText.inline(text) == expected) }
        for (text, expected) in [("# x", "\\# x"), ("- x", "\\- x"), ("1. x", "1\\. x"), ("1.5 x", "1.5 x")] {
            #expect(MarkdownText.block(text) == expected)
        }
    }

    @Test("JSON keeps all digits beside the text") func json() throws {
        let report = Report(
            title: "T",
            sections: [Section(id: "s", title: "S", blocks: [.paragraph("p"), .list(["l"]), .table(table)])])
        let text = JSONRenderer().render(report)
        #expect(text.hasSuffix("}\n"))
        let document = try JSONParser.parse(text)
        guard case .array(let sections) = document["sections"],
            case .array(let blocks) = sections[0]["blocks"],
            case .array(let rows) = blocks[2]["table"]?["rows"]
        else {
            Issue.record("\(text)")
            return
        }
        #expect(blocks[0]["paragraph"]?.text == "p")
        #expect(rows[0]["value"]?["value"]?.number == 1.53)
        #expect(rows[0]["value"]?["text"]?.text == "1.5")
        #expect(rows[0]["name"]?["value"]?.text == "a|b")
    }

    @Test("every format is found by its name, and a mistyped one is told") func registry() throws {
        for renderer in ReportFormats.all {
            #expect(try ReportFormats.renderer(renderer.format).format == renderer.format)
        }
        #expect(Set(ReportFormats.all.map(\.format)).count == ReportFormats.all.count)
        let error = #expect(throws: BenchError.self) { try ReportFormats.renderer("markdwon") }
        #expect(error?.exitCode == .usage && error?.description.contains("\"markdown\"") == true)
    }
}
