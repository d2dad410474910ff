import Foundation
import Primitives
import Testing

@testable import Reporting

@Suite("Sections of figures alone") struct FigureSectionTests {
    private var report: Report {
        var report = RenderSamples.report
        for isAside in [true, false] {
            report.sections.append(
                Section(
                    id: "only-\(isAside)", title: "Only figures", isAside: isAside,
                    blocks: [.figure(RenderSamples.figure)]))
        }
        return report
    }

    @Test("are not there where figures are not") func empty() {
        let options = RenderingOptions()
        #expect(!MarkdownRenderer().render(report, options).document.contains("Only figures"))
        #expect(!LaTeXRenderer().render(report, options).document.contains("section*{Only figures}"))
        let shortened = RenderingOptions(maximumBytes: 2_000)
        #expect(
            !MarkdownRenderer().render(report, shortened).document.contains(
                "<details>\n<summary><strong>Only"))
        let folder = MarkdownRenderer().render(report, RenderingOptions(folder: "f")).document
        #expect(folder.components(separatedBy: "Only figures").count == 3)
    }

    @Test("and a table too wide for any size is scaled, in pieces where it is long") func wide() {
        let columns = (0..<24).map { Table.Column("c\($0)", "column number \($0)", .right) }
        let rows = (0..<60).map { row in columns.map { _ in Table.Cell("0.123 ± 0.456 \(row)") } }
        let report = Report(
            title: "Wide",
            sections: [
                Section(
                    id: "wide", title: "Wide",
                    blocks: [
                        .table(
                            Table(
                                id: "wide", columns: columns, rows: rows,
                                rowIDs: rows.indices.map(String.init)))
                    ])
            ])
        let text = LaTeXRenderer().render(report, RenderingOptions()).document
        #expect(text.components(separatedBy: "\\resizebox{\\linewidth}").count == 4)
        #expect(!text.contains("\\begin{longtable}"))
        #expect(
            !LaTeXRenderer().render(RenderSamples.report, RenderingOptions()).document.contains(
                "\\begin{tabular}}"))
    }
}

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
