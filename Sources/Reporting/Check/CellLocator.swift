/// Finds the table cell that stands at a place of a rendered document, in whatever format.
///
/// It knows nothing of formats: cells are masked, letter for letter, and the masked report is rendered again. The cell
/// whose mask changes the place is the one that stands there. Sections are masked first, then tables, rows and cells, so
/// that a few hundred renderings are enough for any report.
struct CellLocator {
    private let report: Report
    private let renderer: any ReportRenderer
    private let options: RenderingOptions
    private let lines: DocumentLines

    init(_ report: Report, _ renderer: any ReportRenderer, _ options: RenderingOptions) {
        self.report = report
        self.renderer = renderer
        self.options = options
        lines = DocumentLines(renderer.render(report, options).document)
    }

    /// A table by its place.
    private struct Place {
        var section: Int
        var block: Int
    }

    /// The address of the cell at or after `column` in `line` (counted from 1); nil where none stands there.
    func address(line: Int, column: Int) -> String? {
        guard let current = lines[line - 1] else { return nil }
        let places = report.sections.indices.flatMap { section in
            report.sections[section].blocks.indices.compactMap { block -> Place? in
                if case .table = report.sections[section].blocks[block] {
                    return Place(section: section, block: block)
                }
                return nil
            }
        }
        func changes(_ isMasked: (Place, Int, Int) -> Bool) -> String? {
            let masked = DocumentLines(renderer.render(self.masked(isMasked), options).document)[line - 1]
            return masked == current ? nil : masked
        }
        guard
            let section = report.sections.indices.first(where: { index in
                places.contains { $0.section == index }
                    && changes { place, _, _ in place.section == index } != nil
            })
        else { return nil }
        // A page on one line has several tables there: the nearest mask before or at the column decides.
        var best: (distance: Int, table: Table, row: Int, column: Int)?
        for place in places where place.section == section {
            guard case .table(let table) = report.sections[section].blocks[place.block],
                changes({ $0.section == section && $0.block == place.block && $1 >= 0 && $2 >= 0 }) != nil
            else { continue }
            let rows = rows(of: table.rows.count) { range in
                changes { $0.section == section && $0.block == place.block && range.contains($1) && $2 >= 0 }
                    != nil
            }
            for row in rows {
                for cell in table.columns.indices {
                    guard
                        let text = changes({
                            $0.section == section && $0.block == place.block && $1 == row && $2 == cell
                        })
                    else { continue }
                    let start = ReportCheck.commonPrefix(text, current)
                    let end =
                        current.count
                        - ReportCheck.commonPrefix(String(text.reversed()), String(current.reversed()))
                    let distance = column < start ? start - column : max(0, column - end + 1)
                    if distance < best?.distance ?? .max { best = (distance, table, row, cell) }
                }
            }
        }
        return best.map { $0.table.address(row: $0.row, column: $0.column) }
    }

    /// The rows for which `touches` holds, found by halving.
    private func rows(of count: Int, _ touches: (Range<Int>) -> Bool) -> [Int] {
        var (open, found) = ([0..<count], [Int]())
        while let range = open.popLast() {
            guard !range.isEmpty, touches(range) else { continue }
            if range.count == 1 {
                found.append(range.lowerBound)
            } else {
                let middle = range.lowerBound + range.count / 2
                open += [middle..<range.upperBound, range.lowerBound..<middle]
            }
        }
        return found
    }

    /// The report with the chosen cells (table, row, column) masked; notes and titles stay.
    private func masked(_ isMasked: (Place, Int, Int) -> Bool) -> Report {
        var report = report
        for section in report.sections.indices {
            for block in report.sections[section].blocks.indices {
                guard case .table(var table) = report.sections[section].blocks[block] else { continue }
                let place = Place(section: section, block: block)
                var isChanged = false
                for row in table.rows.indices {
                    for column in table.columns.indices where isMasked(place, row, column) {
                        table.rows[row][column].text = Self.mask(table.rows[row][column].text)
                        isChanged = true
                    }
                }
                if isChanged { report.sections[section].blocks[block] = .table(table) }
            }
        }
        return report
    }

    /// As wide as the text, so that nothing around it moves; a mask of its own where the text is one already.
    private static func mask(_ text: String) -> String {
        String(text.map { $0 == " " ? " " : ($0 == "x" ? "y" : "x") })
    }
}
