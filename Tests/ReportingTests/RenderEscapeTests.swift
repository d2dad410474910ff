import Foundation
import Primitives
import Testing

@testable import Reporting

@Suite("Texts in every format") struct RenderEscapeTests {
    @Test("HTML: what has a meaning loses it") func html() {
        let cases = [
            ("a & b", "a &amp; b"), ("<b>\"'", "&lt;b&gt;&quot;&#39;"), ("&lt;", "&amp;lt;"),
            ("a\nb\tc", "a b c"), ("\u{1B}[31m", "\u{FFFD}[31m"), ("\u{85}x", "\u{FFFD}x"),
            ("é 值 ½", "é 值 ½"),
            ("", ""), ("plain", "plain"),
        ]
        for (text, expected) in cases { #expect(MarkupText.escape(text) == expected) }
    }

    @Test("HTML: a script in any text stays text") func injection() {
        let evil = "</script><script>alert(1)</script>\" onload='x' <!-- --> ]]>"
        let cell = Table.Cell(evil, value: .string(evil + "2"), origin: .init(formula: evil, rows: []))
        let table = Table(
            id: evil, title: evil, columns: [Table.Column(evil, evil)], rows: [[cell]], rowIDs: [evil],
            notes: [evil])
        let report = Report(
            title: evil,
            sections: [
                Section(
                    id: evil, title: evil, isAside: true,
                    blocks: [
                        .table(table), .list([evil]), .paragraph(evil),
                        .findings([Finding(id: evil, verdict: .better, sentence: evil)]),
                    ])
            ])
        let text = HTMLRenderer().render(report)
        #expect(text.ranges(of: "<script").count == 1 && text.ranges(of: "</script").count == 1)
        #expect(text.ranges(of: "<!--").isEmpty && !text.contains("onload='"))
        // One script, one style, no address to load from.
        #expect(!text.contains("http:") && !text.contains("https:") && !text.contains("src="))
    }

    @Test("HTML: no caption and no id occurs twice, and every row has its cells") func structure() throws {
        let text = HTMLRenderer().render(RenderSamples.report)
        var ids: [Substring] = []
        for part in text.split(separator: " id=\"").dropFirst() { ids.append(part.prefix { $0 != "\"" }) }
        #expect(ids.count > 15 && Set(ids).count == ids.count, "\(ids)")
        let levels = text.split(separator: "<h").dropFirst().compactMap { $0.first?.wholeNumberValue }
        #expect(levels.first == 1 && levels.dropFirst().allSatisfy { $0 == 2 })
        for tag in ["section", "details", "table", "tr", "td", "ul", "li", "figure", "div", "p", "strong"] {
            let opened = text.ranges(of: "<\(tag)>").count + text.ranges(of: "<\(tag) ").count
            #expect(opened == text.ranges(of: "</\(tag)>").count, "\(tag)")
        }
    }

    @Test("LaTeX: specials, symbols, accents, and what pdfTeX has no glyph for") func latex() {
        let cases = [
            (
                "a_b & 5 % #1 {x} $y$ ~^\\",
                "a\\_b \\& 5 \\% \\#1 \\{x\\} {\\char36}y{\\char36} \\textasciitilde{}\\textasciicircum{}\\textbackslash{}"
            ),
            (
                "Δ ± ↑ ≤ −1",
                "\\ensuremath{\\Delta} \\ensuremath{\\pm} \\ensuremath{\\uparrow} \\ensuremath{\\le} \\ensuremath{-}1"
            ),
            ("é e\u{301}", "é \\'{e}"), ("–…†", "--\\ldots{}\\ensuremath{\\dagger}"),
            ("值", "\\texttt{[U+503C]}"),
            ("\u{7}", "\\texttt{[U+0007]}"), ("a--b-c", "a-{}-b-c"), ("a\nb", "a b"),
            ("<|>", "\\ensuremath{<}\\ensuremath{|}\\ensuremath{>}"),
        ]
        for (text, expected) in cases { #expect(LaTeXText.escape(text) == expected) }
        #expect(LaTeXText.breakable("a/b c") == "a/b c")
        let path = "suites/with-a/very-long_path/of.words"
        #expect(LaTeXText.breakable(path).contains("/\\allowbreak{}"))
        #expect(LaTeXText.breakable(path).replacing("\\allowbreak{}", with: "") == LaTeXText.escape(path))
    }

    @Test("LaTeX: every character that is passed on as it is has a glyph in Latin-1 or Latin Extended-A")
    func latexAlphabet() {
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = LaTeXText.escape(String(Character(scalar)))
            let foreign = text.unicodeScalars.filter { $0.value > 0x7E }
            #expect(foreign.allSatisfy { (0xC0...0x17F).contains($0.value) }, "\(value)")
            if value < 0x20 || "\\{}$&#%_^~".unicodeScalars.contains(scalar) {
                #expect(text.unicodeScalars.count > 1 || text == " ")
            }
        }
    }

    @Test("CSV: a line per cell and part, read back to the same") func csv() throws {
        let text = CSVRenderer().render(RenderSamples.report)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines[0] == "section,table,row,column,text,value,address")
        #expect(lines.last == "" && !text.replacing("\r\n", with: "").contains("\n"))
        #expect(
            lines.contains(
                "results-moons,results-moons,sam,mean.mean,0.901 ± 0.024,0.9008771929824562,results-moons:sam:mean"
            ))
        #expect(lines.contains("results-moons,results-moons,plain,p,–,,results-moons:plain:p"))
        #expect(lines.contains { $0.contains("\"naïve café, Ångström, e\u{301}\"") })
        #expect(lines.contains { $0.hasPrefix("results-moons,forest-moons-data,") })
    }

    @Test("the number that a column is sorted by is the one that is shown") func sortKeys() {
        func key(_ text: String, _ value: JSONValue?) -> Double? {
            CellText.sortKey(Table.Cell(text, value: value))
        }
        #expect(key("0.90 ± 0.02", ["lower": 0.88, "mean": 0.901, "upper": 0.92]) == 0.901)
        #expect(key("−0.012 [−0.02, 0.01]", ["lower": -0.02, "mean": -0.0121, "upper": 0.01]) == -0.0121)
        #expect(key("7/8", ["completed": 7, "planned": 8]) == 7)
        #expect(key("5e-5", ["adjusted": 5.2e-5, "raw": 1e-6, "df": 7]) == 5.2e-5)
        #expect(key("–", .null) == nil && key("text", nil) == nil && key("x", ["a": 1]) == nil)
        #expect(key("3", 3) == 3)
        for (text, number) in [("+1.5", 1.5), ("−2 ± 1", -2), ("1e-3", 1e-3), ("(1.5 ± 1)e5", 1.5)] {
            #expect(CellText.leadingNumber(text) == number)
        }
        #expect(CellText.leadingNumber("identical") == nil && CellText.leadingNumber("") == nil)
    }
}
