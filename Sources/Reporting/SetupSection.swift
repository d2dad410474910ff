import Primitives
import Records

/// What was run: enough to judge the tables by.
enum SetupSection {
    static func make(_ analysis: Analysis, _ input: ReportInput) -> Section {
        let experiment = input.experiment
        func distinct(_ label: (ResultRow) -> String) -> String {
            Grouping(input.rows.sorted { $0.position < $1.position }, by: label).groups.map(\.key)
                .joined(separator: ", ")
        }
        let metrics = Grouping(analysis.panels.compactMap(\.metric), by: { $0 }).groups
            .map { $0.key.id + $0.key.arrow }.joined(separator: ", ")
        let seeds = Grouping(input.rows, by: \.seed).groups.map(\.key)
        let facts: [[Table.Cell]] = [
            ["suite", Table.Cell("\(experiment.name) (\(experiment.suitePath))")],
            ["models", Table.Cell(distinct(\.model))],
            ["methods", Table.Cell(distinct(\.method))],
            ["baseline", Table.Cell(experiment.baseline)],
            ["primary metric", Table.Cell(metrics.isEmpty ? "none" : metrics + ", on the test part")],
            ["seeds", Table.Cell(seeds.isEmpty ? "none" : "\(seeds.count) (\(NumberText.ranges(seeds)))")],
            ["cells", Table.Cell("\(input.rows.count)", value: .integer(input.rows.count))],
        ]
        let columns = [Table.Column("fact", "setup"), Table.Column("value", "value")]
        let tables =
            [Table(columns: columns, rows: facts)] + (input.datasets.isEmpty ? [] : [datasets(input)])
        return Section(title: "Setup", blocks: tables.map(Section.Block.table))
    }

    private static func datasets(_ input: ReportInput) -> Table {
        func number(_ value: Int) -> Table.Cell { Table.Cell(String(value), value: .integer(value)) }
        let rows = input.datasets.map { dataset -> [Table.Cell] in
            [
                Table.Cell(dataset.label), Table.Cell(dataset.kind), number(dataset.rows),
                number(dataset.features),
                dataset.classes.map(number) ?? Table.Cell("regression", value: .null),
                number(dataset.trainRows),
                number(dataset.validationRows), number(dataset.testRows),
                Table.Cell(dataset.contentHash.short, value: .string(dataset.contentHash.hexadecimal)),
            ]
        }
        return Table(
            columns: [
                Table.Column("dataset", "dataset"), Table.Column("kind", "kind"),
                Table.Column("rows", "rows", .right), Table.Column("features", "features", .right),
                Table.Column("classes", "classes", .right), Table.Column("train_rows", "train", .right),
                Table.Column("validation_rows", "validation", .right),
                Table.Column("test_rows", "test", .right),
                Table.Column("sha256", "SHA-256"),
            ], rows: rows)
    }
}
