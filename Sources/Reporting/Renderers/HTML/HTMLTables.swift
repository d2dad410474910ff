import Primitives

/// Tables as HTML; it remembers captions, so that no two tables of a page have the same.
struct HTMLTables {
    private var captions: [String: Int] = [:]

    /// A table of a section; without a title it is called as its section is.
    mutating func render(_ table: Table, in section: Section) -> String {
        render(
            table, caption: table.title.isEmpty ? section.title : table.title, isShown: !table.title.isEmpty)
    }

    /// A table with a caption, which need not be shown where it stands above already.
    mutating func render(_ table: Table, caption: String, isShown: Bool) -> String {
        let uses = captions[caption, default: 0] + 1
        captions[caption] = uses
        let name = MarkupText.escape(uses == 1 ? caption : "\(caption) (\(uses))")
        let id = MarkupText.escape(table.id)
        // Long tables get a window of their own, in which the head stays in sight.
        let size = table.rows.count > 30 ? " tall" : ""
        var text = """
            <div class="scroll\(size)" tabindex="0" role="group" aria-labelledby="caption-\(id)">
            <table id="table-\(id)" data-table="\(id)">
            <caption id="caption-\(id)"\(isShown ? "" : " class=\"hidden\"")>\(name)</caption>
            <thead><tr>
            """
        let formulas = table.columns.indices.map { sharedFormula(of: table, column: $0) }
        for (index, column) in table.columns.enumerated() {
            let formula = formulas[index].map { " data-formula=\"\(MarkupText.escape($0))\"" } ?? ""
            text += """
                <th scope="col"\(column.alignment == .right ? " class=\"n\"" : "") \
                data-column="\(MarkupText.escape(column.id))"\(formula)>\(MarkupText.escape(column.title))</th>
                """
        }
        text += "</tr></thead>\n<tbody>\n"
        for (row, cells) in table.rows.enumerated() {
            text += "<tr data-row=\"\(MarkupText.escape(table.rowIDs[row]))\">"
            for (column, cell) in cells.enumerated() {
                text += self.cell(
                    cell, isFirst: column == 0, isNumber: table.columns[column].alignment == .right,
                    hasFormula: formulas[column] != nil)
            }
            text += "</tr>\n"
        }
        return text + "</tbody></table></div>\n"
    }

    private func cell(_ cell: Table.Cell, isFirst: Bool, isNumber: Bool, hasFormula: Bool) -> String {
        var text = isFirst ? "<th scope=\"row\"" : "<td"
        if isNumber { text += " class=\"n\"" }
        let digits = CellText.digits(cell)
        if let digits { text += " title=\"\(MarkupText.escape(digits))\"" }
        if isNumber, let key = CellText.sortKey(cell) {
            let shown = JSONValue.canonicalNumber(key)
            if shown != digits, shown != cell.text { text += " data-sort=\"\(shown)\"" }
        }
        if !hasFormula, let origin = cell.origin {
            text += " data-formula=\"\(MarkupText.escape(origin.formula))\""
        }
        text += ">"
        let content = MarkupText.escape(cell.text)
        text += cell.isStrong && !content.isEmpty ? "<strong>\(content)</strong>" : content
        return text + (isFirst ? "</th>" : "</td>")
    }

    /// The formula of a column's cells where those that have one have the same.
    private func sharedFormula(of table: Table, column: Int) -> String? {
        var shared: String?
        for row in table.rows {
            guard let formula = row[column].origin?.formula else { continue }
            if shared == nil { shared = formula } else if shared != formula { return nil }
        }
        return shared
    }
}
