import Primitives
import Testing

@testable import Reporting

@Suite("Markers in documents") struct RenderMarkerTests {
    @Test("a marker reads back, safe in a comment, whatever it holds") func roundTrip() throws {
        let strange = "a --> b\n\u{2028}<!-- \" } { \\ é"
        var options = ReportOptions(
            level: 0.9, threshold: 0.01, aggregate: .iqm, interval: .studentized, correction: .bh,
            metric: strange, baseline: "--", margin: 1e-7, sections: [strange, "verdict"],
            isReproducible: true)
        for _ in 0..<2 {
            let marker = ReportMarker(
                experiment: strange, format: "markdown", options: options, folder: "x-figures",
                maximumBytes: 9)
            let text = marker.text
            #expect(
                !text.contains("--") && !text.contains(">") && !text.contains("<") && !text.contains("\n"))
            #expect(ReportMarker(in: "<!-- \(text) -->\n\n# Title } {\n") == marker)
            #expect(ReportMarker(in: "<!DOCTYPE html>\r\n<!-- \(text) -->") == marker)
            options = ReportOptions()
        }
        let usual = ReportMarker(experiment: "decay", format: "markdown")
        #expect(usual.text == #"bench report {"experiment":"decay","format":"markdown"}"#)
    }

    @Test(
        "what is no marker is none",
        arguments: [
            "", "# Title", "<!-- bench report {} -->", "<!-- bench report {\"format\":\"x\"} -->",
            "<!-- bench report {\"experiment\":\"a\",\"format\":\"x\",\"level\":2} -->",
            "<!-- bench report {\"experiment\":\"a\",\"format\":\"x\",\"ci\":\"guess\"} -->",
            "<!-- bench report {\"experiment\":\"a\" -->",
            "\n\n\n\n\n\n\n\n\n\n\n\nx\ny\nz\na\nb\nc\nd\ne\nf\ng\nh\n<!-- bench report {\"experiment\":\"a\",\"format\":\"x\"} -->",
        ])
    func none(_ text: String) { #expect(ReportMarker(in: text) == nil) }

    @Test("a file's ending names its format") func endings() {
        let cases = [
            ("a.md", "markdown"), ("x/B.HTM", "html"), ("c.tex", "latex"), ("d.json", "json"),
            ("e.csv", "csv"),
            ("a.b.markdown", "markdown"),
        ]
        for (path, format) in cases { #expect(ReportFormats.renderer(forFile: path)?.format == format) }
        for path in ["a", "md", ".md", "a.txt", "x.md/report", ""] {
            #expect(ReportFormats.renderer(forFile: path) == nil, "\(path)")
        }
    }

    @Test("names that an experiment does not have are told with those that it has") func unknownNames() throws
    {
        let input = try Samples.golden()
        func message(_ options: ReportOptions) -> String? {
            do throws(BenchError) { try options.check(input) } catch { return error.description }
            return nil
        }
        #expect(message(ReportOptions()) == nil)
        #expect(message(ReportOptions(metric: "accuracy", baseline: "sam")) == nil)
        let metric = try #require(message(ReportOptions(metric: "acuracy")))
        #expect(metric.contains("did you mean \"accuracy\"") && metric.contains("accuracy, mse"))
        let baseline = try #require(message(ReportOptions(baseline: "sum")))
        #expect(baseline.contains("plain, neutral, sam, dropout, l1|l2"))
        func section(_ names: [String]) -> String? {
            let options = ReportOptions(sections: names)
            do throws(BenchError) {
                try options.check(ReportBuilder(options).report(input)) {
                    ReportBuilder(options.withAllSections).report(input)
                }
            } catch { return error.description }
            return nil
        }
        #expect(section(["verdict", "results-moons"]) == nil && section(["results"]) == nil)
        let unknown = try #require(section(["verdict", "verdicts"]))
        #expect(unknown.contains("no section \"verdicts\"") && unknown.contains("provenance"))
    }
}
