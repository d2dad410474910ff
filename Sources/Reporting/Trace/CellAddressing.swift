import Primitives

/// Finds cells of a report's tables by their addresses, `table:row:column`.
struct CellAddressing {
    private let tables: [Table]

    init(_ report: Report) {
        tables = report.sections.flatMap(\.blocks).compactMap { block in
            if case .table(let table) = block { table } else { nil }
        }
    }

    /// The cell at an address; throws `.usage` with near addresses where there is none.
    ///
    /// A row's name may contain colons, a table's and a column's do not.
    func cell(_ address: String) throws(BenchError) -> Table.Cell {
        let parts = address.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3 else {
            throw BenchError(
                .usage, "\"\(address)\" is no address of a cell", remedy: "an address is table:row:column")
        }
        let (name, column) = (parts[0], parts[parts.count - 1])
        let row = parts[1..<(parts.count - 1)].joined(separator: ":")
        guard let table = tables.first(where: { $0.id == name }) else {
            let fitting = tables.filter { $0.rowIDs.contains(row) && Self.has(column, $0) }
            throw unknown("table", name, address, among: tables.map(\.id), full: fitting.map(\.id)) {
                "\($0):\(row):\(column)"
            }
        }
        guard let place = table.rowIDs.firstIndex(of: row) else {
            throw unknown(
                "row", row, address, among: table.rowIDs, full: Self.has(column, table) ? table.rowIDs : []
            ) { "\(name):\($0):\(column)" }
        }
        guard let index = table.columns.firstIndex(where: { $0.id == column }) else {
            let columns = table.columns.map(\.id)
            throw unknown("column", column, address, among: columns, full: columns) {
                "\(name):\(row):\($0)"
            }
        }
        return table.rows[place][index]
    }

    /// So many addresses are listed.
    private static let most = 10

    private static func has(_ column: String, _ table: Table) -> Bool {
        table.columns.contains { $0.id == column }
    }

    /// Lists addresses that exist, those of `full`; names of `known` alone where no whole address exists.
    private func unknown(
        _ what: String, _ name: String, _ address: String, among known: [String], full: [String],
        as whole: (String) -> String
    ) -> BenchError {
        var near = full.isEmpty ? known : full
        if let nearest = Suggestion.nearest(to: name, among: near) {
            near = [nearest] + near.filter { $0 != nearest }
        }
        let lines = near.prefix(Self.most).map { "    " + (full.isEmpty ? $0 : whole($0)) }
        let rest = near.count > Self.most ? "\n    and \(near.count - Self.most) more" : ""
        let beginning = full.isEmpty ? "there are the \(what)s:\n" : "there are:\n"
        return BenchError(
            .usage, "the report has no \(what) \"\(name)\", asked for by \"\(address)\"",
            remedy: lines.isEmpty ? "it has no table" : beginning + lines.joined(separator: "\n") + rest)
    }
}
