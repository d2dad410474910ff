import Primitives
import Testing

@testable import Reporting

@Suite("Checking a committed report") struct ReportCheckTests {
    private func report() throws -> Report { ReportBuilder().report(try Samples.golden()) }

    private func check(_ report: Report, _ renderer: any ReportRenderer = MarkdownRenderer()) -> ReportCheck {
        ReportCheck(report, renderer, RenderingOptions())
    }

    @Test("the same report matches, whatever the format", arguments: ReportFormats.all.map(\.format))
    func same(_ format: String) throws {
        let (report, renderer) = (try report(), try ReportFormats.renderer(format))
        #expect(check(report, renderer).mismatch(document: renderer.render(report)) == nil)
    }

    /// A line of a table as its cells, without what sets them in bold.
    private func cells(_ line: String) -> [String] {
        line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
            String(cell).trimmed.replacing("**", with: "")
        }
    }

    @Test("one digit edited in a table: the line and the cell's address are named") func editedDigit() throws
    {
        let report = try report()
        let document = MarkdownRenderer().render(report)
        let lines = document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let tables = report.sections.flatMap(\.blocks).compactMap { block -> Table? in
            if case .table(let table) = block, table.id.hasPrefix("results-") { table } else { nil }
        }
        let check = check(report)
        var tried = 0
        for table in tables.prefix(2) {
            for row in table.rows.indices.prefix(2) {
                let texts = table.rows[row].map { MarkdownText.inline($0.text) }
                let line = try #require(lines.firstIndex { cells($0).dropFirst().dropLast() == texts[...] })
                for column in table.columns.indices.dropFirst() {
                    var parts = lines[line].split(separator: "|", omittingEmptySubsequences: false)
                        .map(String.init)
                    guard let place = parts[column + 1].firstIndex(where: \.isNumber) else { continue }
                    let digit = parts[column + 1][place]
                    parts[column + 1].replaceSubrange(place...place, with: digit == "9" ? "8" : "9")
                    var edited = lines
                    edited[line] = parts.joined(separator: "|")
                    let found = try #require(check.mismatch(document: edited.joined(separator: "\n")))
                    #expect(found.line == line + 1)
                    #expect(found.committed == edited[line] && found.current == lines[line])
                    #expect(found.address == table.address(row: row, column: column), "\(edited[line])")
                    tried += 1
                }
            }
        }
        #expect(tried > 15)
    }

    @Test("an edited sentence has a line and no cell") func editedSentence() throws {
        let report = try report()
        let document = MarkdownRenderer().render(report)
        let edited = document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var lines = edited
        let line = try #require(
            lines.firstIndex { $0.contains("show a difference") || $0.contains("shows a difference") })
        lines[line] = lines[line].replacingFirst("difference", with: "diffrence")
        let found = try #require(check(report).mismatch(document: lines.joined(separator: "\n")))
        #expect(found.line == line + 1 && found.address == nil)
        #expect(found.text.contains("differs from line \(line + 1) on\n  committed: "))
    }

    @Test("a document that is cut or goes on differs at its end") func lengths() throws {
        let report = try report()
        let document = MarkdownRenderer().render(report)
        let count = document.split(separator: "\n", omittingEmptySubsequences: false).count
        let longer = try #require(check(report).mismatch(document: document + "more\n"))
        #expect(longer.line == count && longer.committed == "more" && longer.current == "")
        let shorter = try #require(check(report).mismatch(document: String(document.dropLast())))
        #expect(shorter.line == count && shorter.committed == nil)
        #expect(try #require(check(report).mismatch(document: "")).line == 1)
    }

    @Test("line ends are bytes too") func carriageReturns() throws {
        let report = try report()
        let document = MarkdownRenderer().render(report)
        let found = check(report).mismatch(document: document.replacingFirst("\n", with: "\r\n"))
        #expect(found?.line == 1)
    }

    /// Writes a file beside the document.
    private struct WithFile: ReportRenderer {
        let format = "test"
        let fileExtension = "test"
        func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport {
            RenderedReport(
                document: "text\n", attachments: [.init(name: "a.svg", text: "<svg>\n<g/>\n</svg>\n")])
        }
    }

    @Test("files beside the document count: a missing and a changed one are named") func attachments() throws
    {
        let check = check(Report(title: "", sections: []), WithFile())
        #expect(check.attachmentNames == ["a.svg"])
        #expect(check.mismatch(document: "text\n")?.text == "a.svg is missing")
        let changed = check.mismatch(document: "text\n", attachments: ["a.svg": "<svg>\n<f/>\n</svg>\n"])
        #expect(changed?.file == "a.svg" && changed?.line == 2)
        #expect(
            check.mismatch(document: "text\n", attachments: ["a.svg": "<svg>\n<g/>\n</svg>\n"]) == nil)
    }
}

extension String {
    /// Without spaces around it.
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// With the first occurrence of `text` replaced.
    fileprivate func replacingFirst(_ text: String, with other: String) -> String {
        guard let range = firstRange(of: text) else { return self }
        return replacingCharacters(in: range, with: other)
    }

    private func firstRange(of text: String) -> Range<String.Index>? {
        indices.lazy.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }

    private func replacingCharacters(in range: Range<String.Index>, with other: String) -> String {
        var result = self
        result.replaceSubrange(range, with: other)
        return result
    }
}
