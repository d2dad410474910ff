/// Makes a report shorter, the least important first, until its document fits.
///
/// The order: figures; asides, from the last; rows of tables and items of lists beyond 50, 20, 10, 5, 3, 1; other
/// sections, from the last; at the end the same limits for the verdict and the provenance, which always stay.
struct ReportShortening {
    private enum Step {
        case figures
        case section(Int)
        case rows(Int)
        case essentialRows(Int)
    }

    /// The sections that always stay.
    static let essential: Set<String> = ["verdict", "provenance"]
    private static let limits = [50, 20, 10, 5, 3, 1]

    private let report: Report
    private let steps: [Step]
    private let maximumBytes: Int

    /// The report as it is, or shortened, and its document, which `document` makes of a report and a line that says
    /// how it was shortened: of at most `maximumBytes`, or the shortest there is where nothing fits.
    static func fit(
        _ report: Report, maximumBytes: Int?, document: (Report, String?) -> String
    ) -> (report: Report, document: String) {
        let whole = document(report, nil)
        guard let maximumBytes, whole.utf8.count > maximumBytes else { return (report, whole) }
        let shortening = ReportShortening(report, maximumBytes)
        func fits(_ count: Int) -> Bool {
            let shorter = shortening.shortened(by: count)
            return document(shorter.report, shorter.closing).utf8.count <= maximumBytes
        }
        var (low, high) = (1, shortening.steps.count)
        while low < high {
            let middle = (low + high) / 2
            if fits(middle) { high = middle } else { low = middle + 1 }
        }
        // The line at the end may grow by a few bytes where nothing else shrinks.
        while low < shortening.steps.count, !fits(low) { low += 1 }
        let shorter = shortening.shortened(by: low)
        return (shorter.report, document(shorter.report, shorter.closing))
    }

    private init(_ report: Report, _ maximumBytes: Int) {
        self.report = report
        self.maximumBytes = maximumBytes
        func isEssential(_ index: Int) -> Bool { Self.essential.contains(report.sections[index].id) }
        let others = report.sections.indices.reversed().filter { !isEssential($0) }
        steps =
            [.figures] + others.filter { report.sections[$0].isAside }.map(Step.section)
            + Self.limits.map(Step.rows)
            + others.filter { !report.sections[$0].isAside }.map(Step.section)
            + Self.limits.map(Step.essentialRows)
    }

    private func shortened(by count: Int) -> (report: Report, closing: String) {
        var hasFigures = true
        var dropped: Set<Int> = []
        var limit = Int.max
        var essentialLimit = Int.max
        for step in steps.prefix(count) {
            switch step {
            case .figures: hasFigures = false
            case .section(let index): dropped.insert(index)
            case .rows(let number): limit = number
            case .essentialRows(let number): essentialLimit = number
            }
        }
        var sections: [Section] = []
        var lost: [String] = []
        var didLoseFigures = false
        var didLoseRows = false
        for (index, section) in report.sections.enumerated() {
            if dropped.contains(index) {
                lost.append(section.title)
                continue
            }
            let most = Self.essential.contains(section.id) ? essentialLimit : limit
            var shorter = section
            shorter.blocks = section.blocks.compactMap { block in
                if case .figure = block, !hasFigures {
                    didLoseFigures = true
                    return nil
                }
                return Self.limited(block, to: most, &didLoseRows)
            }
            if !shorter.blocks.isEmpty || section.blocks.isEmpty { sections.append(shorter) }
        }
        var parts: [String] = []
        if didLoseFigures { parts.append("figures") }
        if !lost.isEmpty {
            // The report's own order; a long list would need room itself.
            let shown = lost.prefix(3).joined(separator: ", ")
            let more = lost.count > 3 ? " and \(lost.count - 3) more" : ""
            parts.append("\(lost.count == 1 ? "the section" : "the sections") \(shown)\(more)")
        }
        if didLoseRows {
            parts.append("rows and items beyond \(essentialLimit == .max ? limit : essentialLimit)")
        }
        let closing =
            "Shortened to fit into \(maximumBytes) bytes; left out: "
            + "\(parts.isEmpty ? "nothing" : parts.joined(separator: "; ")). Without that limit the report is whole."
        return (Report(title: report.title, sections: sections), closing)
    }

    private static func limited(_ block: Section.Block, to most: Int, _ didLose: inout Bool) -> Section.Block
    {
        func more(_ count: Int, _ noun: String) -> String {
            didLose = true
            return "… and \(count - most) more \(noun)\(count - most == 1 ? "" : "s")"
        }
        switch block {
        case .list(let items) where items.count > most:
            return .list(items.prefix(most) + [more(items.count, "item")])
        case .findings(let findings) where findings.count > most:
            let rest = Finding(id: "more", verdict: .notice, sentence: more(findings.count, "finding") + ".")
            return .findings(findings.prefix(most) + [rest])
        case .table(var table) where table.rows.count > most:
            table.notes.insert(more(table.rows.count, "row"), at: 0)
            table.rows.removeSubrange(most...)
            table.rowIDs.removeSubrange(most...)
            return .table(table)
        default: return block
        }
    }
}
