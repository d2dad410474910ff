import Primitives
import Records

/// Every cell that was tried and gave no usable result: failures are results too.
enum FailuresSection: ReportSection {
    static let id = "failures"

    private static let mostRows = 100
    private static let mostCauseLetters = 200

    static func make(_ context: ReportContext) -> [Section] {
        let analysis = context.analysis
        let failures = analysis.panels.flatMap { $0.methods.flatMap(\.failures) }
        guard !failures.isEmpty else { return [] }
        let rows = failures.prefix(mostRows).map { failure -> [Table.Cell] in
            let row = failure.row
            return [
                Table.Cell(row.dataset), Table.Cell(row.model), Table.Cell(row.method),
                Table.Cell(String(row.seed), value: .integer(row.seed)),
                Table.Cell(words(row.status?.kind), value: (row.status?.kind.rawValue).map(JSONValue.string)),
                Table.Cell(shortened(failure.cause), value: .string(failure.cause)),
                Table.Cell(row.identity.digest.short, value: .string(row.identity.description)),
            ]
        }
        let omitted = failures.count - rows.count
        let table = Table(
            id: id,
            columns: [
                Table.Column("dataset", "dataset"), Table.Column("model", "model"),
                Table.Column("method", "method"),
                Table.Column("seed", "seed", .right), Table.Column("ending", "ending"),
                Table.Column("cause", "cause"), Table.Column("cell", "cell"),
            ], rows: Array(rows), rowIDs: failures.prefix(mostRows).map(\.row.identity.digest.short),
            notes: omitted > 0
                ? ["\(omitted) more are not listed; the view v_results of the store has them."] : [])
        return [Section(id: id, title: "Failures and exclusions", blocks: [.table(table)])]
    }

    private static func words(_ kind: Status.Kind?) -> String {
        switch kind {
        case .completed: "completed"
        case .diverged: "diverged"
        case .failed: "failed"
        case .timedOut: "timed out"
        case .outOfMemory: "out of memory"
        case .crashed: "crashed"
        case nil: "not run"
        }
    }

    private static func shortened(_ cause: String) -> String {
        let line = cause.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.count > mostCauseLetters ? line.prefix(mostCauseLetters) + "…" : line
    }
}
