import Foundation
import Primitives
import Testing

@testable import Reporting

@Suite("Documents of a small report with every kind of block") struct RenderGoldenTests {
    private static let marker = ReportMarker(
        experiment: "decay -->", format: "x", options: ReportOptions(level: 0.9, sections: ["a--b"]))

    @Test("are the committed ones in every format", arguments: ReportFormats.all.map(\.format))
    func golden(_ format: String) throws {
        let renderer = try ReportFormats.renderer(format)
        var marker = Self.marker
        marker.format = format
        let options = RenderingOptions(folder: "small figures", marker: marker)
        let text = renderer.render(RenderSamples.report, options).document
        #expect(text == renderer.render(RenderSamples.report, options).document)
        let name = "render/small.\(renderer.fileExtension)"
        if try text != Samples.file(name) {
            let actual = FileManager.default.temporaryDirectory.appendingPathComponent(
                "small.actual.\(renderer.fileExtension)")
            try text.write(to: actual, atomically: true, encoding: .utf8)
            Issue.record("the document differs from Reference/\(name); it is in \(actual.path)")
        }
        // JSON keeps its marker as a member; CSV has no place for one.
        if format != "csv", format != "json" {
            marker.folder = format == "markdown" ? "small figures" : nil
            #expect(ReportMarker(in: text) == marker)
        }
    }

    @Test("Markdown's figures are files that the document refers to, and without a folder there are none")
    func attachments() {
        let renderer = MarkdownRenderer()
        let beside = renderer.render(RenderSamples.report, RenderingOptions(folder: "f"))
        #expect(beside.attachments.map(\.name) == ["forest-moons.svg"])
        #expect(beside.attachments.first?.text == RenderSamples.figure.svg)
        #expect(beside.document.contains("](f/forest-moons.svg)"))
        let alone = renderer.render(RenderSamples.report, RenderingOptions())
        #expect(alone.attachments.isEmpty && !alone.document.contains("svg"))
        #expect(!alone.document.contains(RenderSamples.figure.caption))
    }

    @Test("long texts do not widen the other rows") func padding() {
        let table = Table(
            id: "t", columns: [Table.Column("a", "a"), Table.Column("b", "b")],
            rows: [[Table.Cell(String(repeating: "x", count: 500)), "1"], ["short", "2"]])
        let lines = PaddedTable.text(table).split(separator: "\n")
        #expect(lines[0].count < 20 && lines[2].count > 500 && lines[3].count < 20)
    }
}
