import Primitives

/// A whole LaTeX document that pdfTeX, XeTeX, LuaTeX and Tectonic compile with the usual packages: booktabs,
/// longtable, array, graphicx, geometry.
///
/// Figures are left out, and named at the end: TeX cannot read SVG.
public struct LaTeXRenderer: ReportRenderer {
    /// "latex".
    public let format = "latex"
    /// "tex".
    public let fileExtension = "tex"
    /// "latex".
    public let otherExtensions = ["latex"]
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

    private func document(_ report: Report, _ closing: String?, _ options: RenderingOptions) -> String {
        var text = options.marker(hasFigures: false).map { "% \($0.text)\n" } ?? ""
        text += Self.preamble
        text += "\\begin{document}\n% The report begins.\n"
        text += "\\section*{\\LARGE \(LaTeXText.escape(report.title))}\n"
        for section in report.sections {
            let blocks = section.blocks.map(render).joined()
            // Nothing but figures, which are left out.
            if blocks.isEmpty { continue }
            text += "\n\\section*{\(LaTeXText.escape(section.title))}\n"
            text += blocks
        }
        let figures = report.figures.map(\.title)
        if !figures.isEmpty {
            text += note(
                "Figures are in the HTML and Markdown reports only: \(figures.joined(separator: "; ")).")
        }
        if let closing { text += note(closing) }
        return text + "% The report ends.\n\\end{document}\n"
    }

    // Type 1 fonts with all accents where they are installed; the usual ones otherwise.
    private static let preamble = #"""
        \documentclass[10pt,a4paper]{article}
        \usepackage{iftex}
        \ifPDFTeX
        \usepackage[utf8]{inputenc}
        \IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}
        \fi
        \usepackage[margin=18mm]{geometry}
        \usepackage{array,booktabs,longtable,graphicx,lscape}
        \renewcommand{\labelitemi}{$\bullet$}
        \setlength{\parindent}{0pt}
        \setlength{\parskip}{4pt plus 1pt}
        \setlength{\LTpre}{6pt}
        \setlength{\LTpost}{6pt}
        \newcommand{\benchnote}[1]{{\footnotesize #1\par}}
        \sloppy
        \raggedbottom

        """#

    private func render(_ block: Section.Block) -> String {
        switch block {
        case .paragraph(let text): "\n\(LaTeXText.breakable(text))\n"
        case .list(let items): list(items.map(LaTeXText.breakable))
        case .table(let table): LaTeXTable.text(table) + table.notes.map(note).joined()
        case .figure: ""
        case .findings(let findings): box(findings)
        }
    }

    private func note(_ text: String) -> String { "\n\\benchnote{\(LaTeXText.breakable(text))}\n" }

    private func list(_ items: [String]) -> String {
        guard !items.isEmpty else { return "" }
        // A bracket after \item would be its label.
        return "\n\\begin{itemize}\n" + items.map { "\\item {}\($0)\n" }.joined() + "\\end{itemize}\n"
    }

    /// The findings between two rules; a frame could not be broken across pages.
    private func box(_ findings: [Finding]) -> String {
        guard !findings.isEmpty else { return "" }
        let items = findings.map { finding in
            let stability = FindingText.stability(finding).map { " \\emph{\($0)}" } ?? ""
            let sentence = LaTeXText.breakable(finding.sentence)
            return "\\textbf{\(FindingText.word(finding.verdict)):} \(sentence)\(stability)"
        }
        return "\n\\noindent\\rule{\\linewidth}{0.8pt}\n" + list(items)
            + "\n\\noindent\\rule{\\linewidth}{0.8pt}\n"
    }
}
