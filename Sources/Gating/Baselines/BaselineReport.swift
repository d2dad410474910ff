import Primitives
import Records
import Reporting
import Statistics

/// Baselines as reports: what `bench baseline list` and `show` print.
public enum BaselineReport {
    /// A table of baselines by name; `hasUnreadable` says that there are files that are not among them.
    public static func list(
        _ baselines: [(name: String, baseline: Baseline)], folder: String, hasUnreadable: Bool = false
    ) -> Report {
        let title = "Baselines in \(folder)"
        let table = Table(
            id: "baselines",
            columns: [
                .init("name", "baseline"), .init("suite", "suite"),
                .init("configurations", "configurations", .right), .init("cells", "cells", .right),
                .init("failed", "failed", .right), .init("program", "program"),
                .init("numerics", "numerics", .right), .init("note", "note"),
            ],
            rows: baselines.map { name, baseline in
                let measurements = baseline.measurements
                let cells = measurements.configurations.flatMap(\.cells)
                return [
                    text(name), text(measurements.suite), count(measurements.configurations.count),
                    count(cells.count), count(cells.count { $0.status.kind != .completed }),
                    text(measurements.programVersion), count(measurements.numericsVersion),
                    baseline.note.map(text) ?? .blank,
                ]
            })
        let none =
            hasUnreadable
            ? "There is none that can be read." : "There is none: bench baseline save NAME SUITE makes one."
        let blocks: [Section.Block] =
            baselines.isEmpty ? [.table(table), .paragraph(none)] : [.table(table)]
        return Report(title: title, sections: [Section(id: "baselines", title: "Baselines", blocks: blocks)])
    }

    /// A baseline: a row per configuration with the mean of every metric over the seeds that have a finite
    /// one.
    public static func show(_ baseline: Baseline, name: String) -> Report {
        let measurements = baseline.measurements
        let order = DataPart.allCases
        let measures = Set(measurements.configurations.flatMap { $0.cells.flatMap(\.values.keys) }).sorted {
            ($0.name, order.firstIndex(of: $0.part)!) < ($1.name, order.firstIndex(of: $1.part)!)
        }
        let costs = GateRules.Cost.allCases.filter { cost in
            measurements.configurations.contains { $0.costs[cost]?.isEmpty == false }
        }
        let table = Table(
            id: "configurations",
            columns: [
                .init("dataset", "dataset"), .init("model", "model"), .init("method", "method"),
                .init("seeds", "seeds", .right), .init("failed", "failed", .right),
            ]
                + measures.map { measure in
                    .init(measure.key, measure.key, .right)
                } + costs.map { .init($0.rawValue, $0.rawValue, .right) },
            rows: measurements.configurations.map { row($0, measures, costs) },
            rowIDs: measurements.configurations.map(\.labels.description),
            notes: measures.isEmpty
                ? [] : ["Means over the seeds with their 95 % t intervals; failed cells are left out."])
        let facts = [
            "suite \(measurements.suite), program \(measurements.programVersion), "
                + "numerics \(measurements.numericsVersion)",
            baseline.note.map { "note: \($0)" },
        ].compactMap(\.self)
        return Report(
            title: "Baseline \(name)",
            sections: [
                Section(
                    id: "baseline", title: "Configurations", blocks: [.list(facts), .table(table)])
            ])
    }

    private static func row(
        _ configuration: GateMeasurements.Configuration, _ measures: [ResultTable.Measure],
        _ costs: [GateRules.Cost]
    ) -> [Table.Cell] {
        let labels = configuration.labels
        var row = [
            text(labels.dataset), text(labels.model), text(labels.method), count(configuration.cells.count),
            count(configuration.cells.count { $0.status.kind != .completed }),
        ]
        row += measures.map { measure in
            estimate(configuration.cells.compactMap { $0.values[measure] }.filter(\.isFinite))
        }
        row += costs.map { estimate(configuration.costs[$0] ?? []) }
        return row
    }

    private static func estimate(_ values: [Double]) -> Table.Cell {
        guard let estimate = estimateMean(values) else { return .blank }
        return Table.Cell(NumberText.estimate(estimate), value: .real(estimate.mean))
    }

    private static func text(_ text: String) -> Table.Cell { Table.Cell(text, value: .string(text)) }

    private static func count(_ number: Int) -> Table.Cell {
        Table.Cell(String(number), value: .integer(number))
    }
}
