import Primitives
import Records

extension ComparisonBuilder {
    /// The most lines of what could not be matched or ended otherwise; the rest is counted.
    private static var most: Int { 50 }

    /// Configurations that go by the same names and are not the same.
    func specifications(_ reasons: [ChangedConfiguration: String]) -> Section? {
        let changed = changedConfigurations
        guard !changed.isEmpty else { return nil }
        let rows = changed.prefix(Self.most).map { change -> [Table.Cell] in
            [
                Table.Cell(change.labels.dataset), Table.Cell(change.labels.model),
                Table.Cell(change.labels.method),
                Table.Cell(reasons[change] ?? "not known"),
                Table.Cell(change.first.digest.short, value: .string(change.first.description)),
                Table.Cell(change.second.digest.short, value: .string(change.second.description)),
            ]
        }
        let table = Table(
            id: "specifications",
            columns: [
                Table.Column("dataset", "dataset"), Table.Column("model", "model"),
                Table.Column("method", "method"), Table.Column("change", "from A to B"),
                Table.Column("first", "cell of A"), Table.Column("second", "cell of B"),
            ],
            rows: Array(rows),
            rowIDs: changed.prefix(Self.most).map {
                "\($0.labels.dataset) / \($0.labels.model) / \($0.labels.method)"
            },
            notes: Self.rest(changed.count))
        let text =
            "\(Self.count(changed.count, "configuration")) with the same names in A and B "
            + "\(changed.count == 1 ? "is" : "are") not the same: differences of their values are "
            + "differences of the settings too."
        return Section(
            id: "specifications", title: "Other settings under the same name",
            blocks: [.paragraph(text), .table(table)])
    }

    /// Matched cells of which one ended otherwise than the other.
    var endings: Section? {
        let (a, b) = (first.input.rows, second.input.rows)
        let pairs = panels.flatMap(\.methods).flatMap(\.endings)
        guard !pairs.isEmpty else { return nil }
        func words(_ status: Status?) -> String {
            guard let status else { return "not run" }
            return status.kind.rawValue + (status.cause.map { ": \($0)" } ?? "")
        }
        let rows = pairs.prefix(Self.most).map { pair -> [Table.Cell] in
            let row = b[pair.second]
            return [
                Table.Cell(row.dataset), Table.Cell(row.model), Table.Cell(row.method),
                Table.Cell(String(row.seed), value: .integer(row.seed)),
                Table.Cell(words(a[pair.first].status)), Table.Cell(words(row.status)),
            ]
        }
        let table = Table(
            id: "endings",
            columns: [
                Table.Column("dataset", "dataset"), Table.Column("model", "model"),
                Table.Column("method", "method"), Table.Column("seed", "seed", .right),
                Table.Column("first", "A"), Table.Column("second", "B"),
            ],
            rows: Array(rows),
            rowIDs: pairs.prefix(Self.most).map {
                let row = b[$0.second]
                return "\(row.dataset) / \(row.model) / \(row.method) / \(row.seed)"
            }, notes: Self.rest(pairs.count))
        return Section(
            id: "endings", title: "Cells that ended otherwise",
            blocks: [
                .paragraph("They are in no mean unless both sides have a value: failures hide in means."),
                .table(table),
            ])
    }

    /// Cells that only one side has.
    var unmatched: Section? {
        func lines(_ table: ResultTable, _ rows: (MatchedCells.Method) -> [Int]) -> [String] {
            cells.value.panels.flatMap(\.methods).compactMap { method in
                let rows = rows(method)
                guard !rows.isEmpty else { return nil }
                let seeds = NumberText.ranges(rows.map { table.seed(of: $0) })
                return
                    "\(method.labels.dataset) / \(method.labels.model) / \(method.labels.method), seeds \(seeds)"
            }
        }
        let sides = [
            ("A", lines(first.input.rows, \.onlyFirst)), ("B", lines(second.input.rows, \.onlySecond)),
        ]
        guard sides.contains(where: { !$0.1.isEmpty }) else { return nil }
        var blocks: [Section.Block] = []
        for (name, lines) in sides where !lines.isEmpty {
            blocks.append(.paragraph("Only in \(name):"))
            blocks.append(.list(Array(lines.prefix(Self.most)) + Self.rest(lines.count)))
        }
        return Section(id: "unmatched", title: "Cells without a partner", isAside: true, blocks: blocks)
    }

    /// How the tables were made.
    var reading: Section {
        let level = NumberText.given(options.level * 100)
        var lines = [
            "A pair is a cell of A and a cell of B with the same dataset, model, method and seed. Identical bits: "
                + "the same final parameters (SHA-256), and the same value, to the last bit, of every metric "
                + "that both have.",
            "B − A is the mean of the paired differences, with its \(level) % t interval. p: two-sided t test of "
                + "\"the mean difference is 0\" over the pairs, where every seed divides the rows anew with the "
                + "variance of Nadeau and Bengio (2003); where all seeds share a split, Student's, which speaks "
                + "of training again on the same rows.",
            "p (Holm) is corrected over \(Self.count(familySize, "comparison")): all methods of this report with "
                + "a pair that differs. Below \(NumberText.given(options.threshold)) counts as a difference.",
        ]
        if let margin = options.margin {
            lines.append(
                "Equal to within ±\(DecimalText(margin).plain): two one-sided t tests at "
                    + "\(NumberText.given(options.threshold)) divided by the \(familySize) comparisons "
                    + "(Schuirmann 1987).")
        } else {
            lines.append(
                "No difference shown is not equality: name a margin (--margin) to have equality tested.")
        }
        return Section(id: "reading", title: "Reading the tables", isAside: true, blocks: [.list(lines)])
    }

    private static func rest(_ count: Int) -> [String] {
        count > most ? ["and \(count - most) more"] : []
    }
}
