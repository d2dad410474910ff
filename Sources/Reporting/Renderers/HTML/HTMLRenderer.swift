import Foundation
import Primitives

/// One HTML file that needs nothing else: style, script and figures are inside, and it may load nothing.
///
/// Without JavaScript everything is there to read; with it tables are sorted and filtered, and cells show all their
/// digits and their address.
public struct HTMLRenderer: ReportRenderer {
    /// "html".
    public let format = "html"
    /// "html".
    public let fileExtension = "html"
    /// "htm".
    public let otherExtensions = ["htm"]
    /// Yes.
    public let canBeShortened = true

    /// The renderer.
    public init() {}

    /// The document.
    public func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport {
        let fitted = ReportShortening.fit(report, maximumBytes: options.maximumBytes) {
            document($0, $1, options)
        }
        return RenderedReport(document: fitted.document)
    }

    /// Only the script above runs, or none, whatever a text may smuggle in: it is named by its digest.
    private static func policy(_ source: String) -> String {
        "default-src 'none'; style-src 'unsafe-inline'; script-src \(source); img-src data:; "
            + "base-uri 'none'; form-action 'none'"
    }

    private static let source =
        "'sha256-\(Data(SHA256.hash(HTMLScript.text).bytes).base64EncodedString())'"
    private static let policies = (withScript: policy(source), without: policy("'none'"))

    private static let hint = """
        <p class="hint" id="hint" hidden>Point at a cell, or move to one with Tab and the arrow keys, for all \
        its digits and its address. A click or Enter copies the address, which \
        <code>bench why</code> explains. A heading sorts its column.</p>

        """

    private static let script = """
        <div id="tip" role="tooltip" hidden></div>
        <p id="status" class="hidden" role="status"></p>
        <script>\(HTMLScript.text)</script>

        """

    private func document(_ report: Report, _ closing: String?, _ options: RenderingOptions) -> String {
        let title = MarkupText.escape(report.title)
        let policy = options.hasScript ? Self.policies.withScript : Self.policies.without
        var text = "<!DOCTYPE html>\n"
        if let marker = options.marker(hasFigures: false) { text += "<!-- \(marker.text) -->\n" }
        text += """
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <style>
            \(HTMLStyle.text)</style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the report</a>
            <header class="top"><p>\(title)</p>\
            <button type="button" id="theme" aria-pressed="false" hidden>Dark</button></header>
            <div class="page">
            \(contents(report))
            <main id="content" tabindex="-1">
            <h1>\(title)</h1>
            \(options.hasScript ? Self.hint : "")
            """
        var tables = HTMLTables()
        for section in report.sections { text += render(section, &tables) }
        if let closing { text += "<p class=\"closing\">\(MarkupText.escape(closing))</p>\n" }
        text += """
            </main>
            </div>
            \(options.hasScript ? Self.script : "")</body>
            </html>

            """
        return text
    }

    private func contents(_ report: Report) -> String {
        var text = "<nav aria-label=\"Contents\"><details open><summary>Contents</summary><ul>\n"
        for section in report.sections {
            let title = MarkupText.escape(section.title)
            text += "<li><a href=\"#\(MarkupText.escape(section.id))\">\(title)</a></li>\n"
        }
        return text + "</ul></details></nav>"
    }

    private func render(_ section: Section, _ tables: inout HTMLTables) -> String {
        let id = MarkupText.escape(section.id)
        let title = "<h2 id=\"title-\(id)\">\(MarkupText.escape(section.title))</h2>"
        var text = "<section id=\"\(id)\" aria-labelledby=\"title-\(id)\">\n"
        text += section.isAside ? "<details class=\"aside\"><summary>\(title)</summary>\n" : title + "\n"
        for block in section.blocks { text += render(block, in: section, &tables) }
        return text + (section.isAside ? "</details>\n" : "") + "</section>\n"
    }

    private func render(_ block: Section.Block, in section: Section, _ tables: inout HTMLTables) -> String {
        switch block {
        case .paragraph(let text): return "<p>\(MarkupText.escape(text))</p>\n"
        case .list(let items): return list(items, of: "")
        case .table(let table):
            return tables.render(table, in: section) + list(table.notes, of: " class=\"notes\"")
        case .figure(let figure): return render(figure, &tables)
        case .findings(let findings): return render(findings)
        }
    }

    private func list(_ items: [String], of attributes: String) -> String {
        guard !items.isEmpty else { return "" }
        let lines = items.map { "<li>\(MarkupText.escape($0))</li>\n" }
        return "<ul\(attributes)>\n" + lines.joined() + "</ul>\n"
    }

    private func render(_ findings: [Finding]) -> String {
        guard !findings.isEmpty else { return "" }
        let items = findings.map { finding in
            let stability = FindingText.stability(finding).map { " <em>\($0)</em>" } ?? ""
            return """
                <li class="\(finding.verdict.rawValue)"><strong>\(FindingText.word(finding.verdict)):</strong> \
                \(MarkupText.escape(finding.sentence))\(stability)</li>

                """
        }
        return "<ul class=\"findings\">\n" + items.joined() + "</ul>\n"
    }

    /// Curves of a hundred methods have thousands of points, which would make the page slow to open.
    private static let mostRowsOfFigure = 40

    private func render(_ figure: Figure, _ tables: inout HTMLTables) -> String {
        var data = figure.data
        var rest = ""
        if data.rows.count > Self.mostRowsOfFigure {
            let more = data.rows.count - Self.mostRowsOfFigure
            let note = "… and \(more) more rows: the formats csv and json have all."
            rest = list([note], of: " class=\"notes\"")
            data.rows.removeSubrange(Self.mostRowsOfFigure...)
            data.rowIDs.removeSubrange(Self.mostRowsOfFigure...)
        }
        let id = MarkupText.escape(figure.id)
        let caption = figure.caption.isEmpty ? figure.title : figure.caption
        return """
            <figure id="figure-\(id)">
            <div class="plot" tabindex="0" role="group" aria-label="\(MarkupText.escape(figure.title))">
            \(figure.svg)</div>
            <figcaption>\(MarkupText.escape(caption))</figcaption>
            <details><summary>The numbers<span class="hidden"> of \(MarkupText.escape(figure.title))</span>\
            </summary>
            \(tables.render(data, caption: "The numbers of: " + figure.title, isShown: false))\(rest)</details>
            </figure>

            """
    }
}
