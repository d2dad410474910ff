import Primitives

/// GitHub-flavoured Markdown whose raw text also reads well in a terminal.
///
/// Asides are folded with `<details>`, findings stand in an alert, figures are links to files beside the document.
public struct MarkdownRenderer: ReportRenderer {
    /// "markdown".
    public let format = "markdown"
    /// "md".
    public let fileExtension = "md"
    /// "markdown".
    public let otherExtensions = ["markdown"]
    /// Yes.
    public let canBeShortened = true

    /// The renderer.
    public init() {}

    /// The document, and the figures as SVG where the options name a folder for them.
    public func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport {
        let fitted = ReportShortening.fit(report, maximumBytes: options.maximumBytes) {
            document($0, $1, options)
        }
        let figures = options.folder == nil ? [] : fitted.report.figures
        return RenderedReport(
            document: fitted.document,
            attachments: figures.map { .init(name: $0.fileName, text: $0.svg) })
    }

    private func document(_ report: Report, _ closing: String?, _ options: RenderingOptions) -> String {
        var parts: [String] = []
        if let marker = options.marker(hasFigures: !report.figures.isEmpty) {
            parts.append("<!-- \(marker.text) -->")
        }
        parts.append("# " + MarkdownText.inline(report.title))
        for section in report.sections {
            let blocks = section.blocks.compactMap { render($0, in: section, options) }
            // Nothing but figures, and no folder for them.
            if blocks.isEmpty { continue }
            if section.isAside {
                parts.append(
                    "<details>\n<summary><strong>\(MarkupText.escape(section.title))</strong></summary>")
            } else {
                parts.append("## " + MarkdownText.inline(section.title))
            }
            parts += blocks
            if section.isAside { parts.append("</details>") }
        }
        if let closing { parts.append(MarkdownText.block(closing)) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func render(_ block: Section.Block, in section: Section, _ options: RenderingOptions) -> String? {
        switch block {
        case .paragraph(let text): return MarkdownText.block(text)
        case .list(let items): return items.isEmpty ? nil : list(items)
        case .table(let table):
            let title = table.title.isEmpty ? "" : "### \(MarkdownText.inline(table.title))\n\n"
            let notes = table.notes.isEmpty ? "" : "\n\n" + list(table.notes)
            return title + PaddedTable.text(table) + notes
        case .figure(let figure):
            guard let folder = options.folder else { return nil }
            let address = MarkdownText.address("\(folder)/\(figure.fileName)")
            return
                "![\(MarkdownText.label(figure.title))](\(address))\n\n\(MarkdownText.block(figure.caption))"
        case .findings(let findings):
            guard !findings.isEmpty else { return nil }
            let lines = findings.map(self.finding)
            // Inside <details> an alert would be shown as a quotation that begins with its marker.
            if section.isAside { return lines.joined(separator: "\n") }
            let kind = section.id == "verdict" ? "IMPORTANT" : "NOTE"
            return (["> [!\(kind)]"] + lines.map { "> " + $0 }).joined(separator: "\n")
        }
    }

    private func list(_ items: [String]) -> String {
        items.map { "- " + MarkdownText.block($0) }.joined(separator: "\n")
    }

    private func finding(_ finding: Finding) -> String {
        let stability = FindingText.stability(finding).map { " *\($0)*" } ?? ""
        let sentence = MarkdownText.inline(finding.sentence)
        return "- **\(FindingText.word(finding.verdict)):** \(sentence)\(stability)"
    }
}

extension Figure {
    /// The name of its file: the id, which holds nothing that a path gives a meaning to.
    var fileName: String { id.slug + ".svg" }
}
