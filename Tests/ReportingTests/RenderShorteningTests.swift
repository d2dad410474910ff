import Primitives
import Testing

@testable import Reporting

@Suite("Reports shortened to a limit") struct RenderShorteningTests {
    private static let formats = ReportFormats.all.filter(\.canBeShortened).map(\.format)

    @Test("fit whatever the limit, keep verdict and provenance, and say what is missing", arguments: formats)
    func limits(_ format: String) throws {
        let renderer = try ReportFormats.renderer(format)
        func document(_ limit: Int?) -> String {
            renderer.render(RenderSamples.long, RenderingOptions(folder: "f", maximumBytes: limit)).document
        }
        let whole = document(nil).utf8.count
        // The closing line names the limit, so the least depends on its digits.
        let least = document(document(document(1).utf8.count).utf8.count).utf8.count
        #expect(least < whole / 3)
        var last = 0
        let stride = max(1, (whole - least) / 60)
        for limit in [least, least + 1] + Array(Swift.stride(from: least + 2, to: whole + stride, by: stride))
        {
            let text = document(limit)
            #expect(text.utf8.count <= limit, "\(limit)")
            #expect(text.contains("Verdict") && text.contains("Provenance") && text.contains("09bfcc6a14b8"))
            #expect(text.contains("sam") && text.contains("0.0335"))
            #expect(text.contains("Shortened to fit into \(limit) bytes") == (limit < whole), "\(limit)")
            #expect(!text.contains("\u{FFFD}"))
            last = max(last, text.utf8.count)
        }
        #expect(last == whole)
        #expect(document(whole) == document(nil))
    }

    @Test("rows are left out whole, counted, and in the stated order") func order() throws {
        func markdown(_ limit: Int) -> String {
            MarkdownRenderer().render(RenderSamples.long, RenderingOptions(folder: "f", maximumBytes: limit))
                .document
        }
        let whole = markdown(.max).utf8.count
        let first = markdown(whole - 1)
        #expect(!first.contains("svg") && first.contains("<details>") && !first.contains("more rows"))
        let noFigures = first.utf8.count
        let second = markdown(noFigures - 1)
        #expect(!second.contains("<details>") && !second.contains("more rows"))
        let third = markdown(second.utf8.count - 1)
        #expect(third.contains("- … and 70 more rows") && third.contains("## Results 5"))
        for line in third.split(separator: "\n") where line.hasPrefix("|") { #expect(line.hasSuffix("|")) }
        #expect(third.contains("left out: figures; the section Reading the tables"))
        let least = markdown(1)
        #expect(least.contains("… and 39 more items") && !least.contains("## Setup"))
    }

    @Test("formats for programs are never shortened") func whole() throws {
        for renderer in ReportFormats.all where !renderer.canBeShortened {
            let text = renderer.render(RenderSamples.report, RenderingOptions(maximumBytes: 10)).document
            #expect(text == renderer.render(RenderSamples.report))
        }
    }
}
