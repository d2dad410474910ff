import Primitives
import Records
import Reporting

/// Rows of a decision as a table for people.
enum GateRowTable {
    /// The columns.
    static let columns: [Table.Column] = [
        .init("verdict", "verdict"), .init("what", "what"), .init("where", "of"),
        .init("baseline", "baseline", .right), .init("candidate", "now", .right),
        .init("difference", "difference", .right), .init("margin", "margin", .right),
        .init("p", "p", .right), .init("pairs", "pairs", .right),
    ]

    /// A table of the rows.
    static func table(_ rows: [GateDecision.Row], id: String, alpha: Double) -> Table {
        Table(
            id: id, columns: columns, rows: rows.map { cells($0, alpha: alpha) }, rowIDs: rows.map(\.id))
    }

    private static func cells(_ row: GateDecision.Row, alpha: Double) -> [Table.Cell] {
        let numbers = GateNumbers(row, alpha: alpha)
        func cell(_ text: String, _ value: Double?) -> Table.Cell {
            Table.Cell(text, value: value.map(JSONValue.real) ?? .null)
        }
        return [
            Table.Cell(row.verdict.rawValue, isStrong: !row.verdict.isGood), Table.Cell(row.subject.name),
            Table.Cell(row.whereabouts), cell(numbers.baseline, row.baselineLevel),
            cell(numbers.candidate, row.candidateLevel), cell(numbers.difference, numbers.differenceValue),
            cell(numbers.margin, numbers.marginValue), cell(numbers.p, numbers.decidingP),
            Table.Cell(numbers.pairs, value: .integer(row.pairs)),
        ]
    }
}
