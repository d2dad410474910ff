import Primitives
import Records

/// What was run: enough to judge the tables by.
enum SetupSection: ReportSection {
    static let id = "setup"

    static func make(_ context: ReportContext) -> [Section] {
        let (analysis, input) = (context.analysis, context.input)
        let experiment = input.experiment
        func distinct(_ label: (ResultTable.Labels) -> String) -> String {
            Grouping(analysis.labels, by: label).groups.map(\.key).joined(separator: ", ")
        }
        let metrics = Grouping(analysis.panels.compactMap(\.metric), by: { $0 }).groups
            .map { $0.key.id + $0.key.arrow }.joined(separator: ", ")
        let chosen =
            context.options.metric.map {
                " (asked for: \($0); the suite decides by \(suiteMetrics(experiment)))"
            } ?? ""
        var seen: Set<Int> = []
        let seeds = input.rows.indices.map { input.rows.seed(of: $0) }.filter { seen.insert($0).inserted }
        let resolved = experiment.resolved
        var facts: [[Table.Cell]] = [
            ["suite", Table.Cell("\(experiment.name) (\(experiment.suitePath))")]
        ]
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { facts.append([Table.Cell(name), Table.Cell(text)]) }
        }
        if case .array(let models)? = resolved["models"], !models.isEmpty {
            for model in models {
                add(
                    "model",
                    [model["label"]?.text, SuiteText.component(model)].compactMap { $0 }.joined(
                        separator: ": "))
            }
        } else {
            add("models", distinct(\.model))
        }
        add("optimiser", SuiteText.component(resolved["optimizer"]))
        add(
            "training",
            SuiteText.parameters(resolved["training"]?["parameters"] ?? resolved["training"]).joined(
                separator: " "))
        for dataset in input.datasets {
            if let kind = input.datasetKinds.first(where: { $0.id == dataset.kind }) {
                add("dataset", SuiteText.dataset(dataset, kind))
            }
        }
        for (name, text) in SuiteText.treatments(input.datasets) { add(name, text) }
        add("rules", SuiteText.rules(resolved))
        facts += [
            ["methods", Table.Cell(distinct(\.method))],
            ["baseline", Table.Cell(analysis.baseline)],
            [
                "primary metric",
                Table.Cell(metrics.isEmpty ? "none" : metrics + ", on the test part" + chosen),
            ],
        ]
        if case .array(let further)? = resolved["protocol"]?["metrics"] {
            add("further metrics", further.compactMap(\.text).joined(separator: ", "))
        }
        for kind in ["evaluations", "probes"] {
            guard case .array(let uses)? = resolved["protocol"]?[kind] else { continue }
            add(kind, uses.compactMap { SuiteText.component($0) }.joined(separator: ", "))
        }
        facts += [
            ["seeds", Table.Cell(seeds.isEmpty ? "none" : "\(seeds.count) (\(NumberText.ranges(seeds)))")],
            ["cells", Table.Cell("\(input.rows.count)", value: .integer(input.rows.count))],
        ]
        let columns = [Table.Column("fact", "setup"), Table.Column("value", "value")]
        var tables = [Table(id: id, columns: columns, rows: facts)]
        if let methods = methods(resolved) { tables.append(methods) }
        if !input.datasets.isEmpty { tables.append(datasets(input)) }
        return [Section(id: id, title: "Setup", blocks: tables.map(Section.Block.table))]
    }

    private static func suiteMetrics(_ experiment: ExperimentRecord) -> String {
        let metrics = experiment.primaryMetrics.keys.sorted().map { experiment.primaryMetrics[$0]! }
        return metrics.isEmpty ? "none" : metrics.joined(separator: ", ")
    }

    /// What each label stands for, with every parameter.
    private static func methods(_ resolved: JSONValue) -> Table? {
        guard case .array(let entries)? = resolved["methods"], !entries.isEmpty else { return nil }
        let rows = entries.map { entry -> [Table.Cell] in
            var uses: [JSONValue] = []
            if case .array(let stack)? = entry["stack"] { uses += stack }
            if let optimizer = entry["optimizer"], optimizer != .null { uses.append(optimizer) }
            let text = uses.compactMap { SuiteText.component($0) }.joined(separator: " + ")
            return [
                Table.Cell(entry["label"]?.text ?? ""),
                Table.Cell(text.isEmpty ? "the optimiser alone" : text),
            ]
        }
        return Table(
            id: "methods",
            columns: [Table.Column("method", "method"), Table.Column("stack", "what it is")], rows: rows)
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
            id: "datasets",
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
