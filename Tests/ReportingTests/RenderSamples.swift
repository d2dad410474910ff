import Primitives

@testable import Reporting

/// A small report with a block of every kind, and texts that mean something in every format.
enum RenderSamples {
    static let results = Table(
        id: "results-moons",
        columns: [
            Table.Column("method", "method"), Table.Column("mean", "accuracy ↑ (± 95 %)", .right),
            Table.Column("difference", "Δ to plain", .right), Table.Column("p", "p (Holm)", .right),
        ],
        rows: [
            ["plain", Table.Cell("0.868 ± 0.022", value: mean(0.86842105263157898)), "baseline", .blank],
            [
                Table.Cell("sam_2 & <co>", isStrong: true),
                Table.Cell(
                    "0.901 ± 0.024", value: mean(0.90087719298245617), isStrong: true, origin: origin),
                Table.Cell("+0.0335", value: 0.03345614035087719), Table.Cell("5e-5", value: 5.2e-5),
            ],
            [
                "l1|l2", Table.Cell("0.856 ± 0.018", value: mean(0.8561403508771931), origin: origin),
                Table.Cell("−0.012", value: -0.012280701754385964), Table.Cell("0.15", value: 0.151),
            ],
        ], rowIDs: ["plain", "sam", "l1|l2"], notes: ["Means over survivors; 5 % of x_i ≤ 3 # are \\bad{}."])

    static let figure = Figure(
        id: "forest-moons", title: "Differences on moons",
        caption: "Means of method − plain with 95 % intervals.",
        content: .forest(
            ForestPlot(
                xTitle: "Δ accuracy ↑",
                rows: [
                    .init(
                        label: "sam", group: "moons", estimate: 0.0335, interval: 0.027...0.04,
                        text: "+0.0335", isSignificant: true)
                ])))

    static let report = Report(
        title: "Results of decay & co",
        sections: [
            Section(
                id: "verdict", title: "Verdict",
                blocks: [
                    .findings([
                        Finding(
                            id: "moons-sam", verdict: .better,
                            sentence: "On moons, sam_2 is better than plain by 0.0335 (p = 5e-5).",
                            stability: .init(holds: 41, of: 48)),
                        Finding(
                            id: "moons-rest", verdict: .undecided,
                            sentence: "No difference is shown for l1|l2."),
                    ]),
                    .paragraph("24 of 24 cells completed. # No heading, *no* emphasis, $no$ mathematics."),
                ]),
            Section(
                id: "setup", title: "Setup",
                blocks: [
                    .table(
                        Table(
                            id: "setup", title: "What was run",
                            columns: [Table.Column("fact", "setup"), Table.Column("value", "value")],
                            rows: [
                                ["suite", "decay (suites/decay.yaml)"],
                                [
                                    "training",
                                    Table.Cell(
                                        "batch_size=32 epochs=60 learning_rate=cosine(from 0.1, to 0.001) "
                                            + "and a text that is far longer than any other in its column"),
                                ],
                                ["名前", "naïve café, Ångström, e\u{301}"],
                            ], rowIDs: ["suite", "training", "name"])),
                    .list(["- one", "[two]", "3. three"]),
                ]),
            Section(
                id: "results-moons", title: "Results on moons", blocks: [.table(results), .figure(figure)]),
            Section(
                id: "reading", title: "Reading the tables <here>", isAside: true,
                blocks: [
                    .paragraph("† marks what is not worse than the best."),
                    .findings([Finding(id: "note", verdict: .notice, sentence: "This is a notice.")]),
                ]),
            Section(
                id: "provenance", title: "Provenance",
                blocks: [
                    .table(
                        Table(
                            id: "provenance",
                            columns: [
                                Table.Column("fact", "provenance"), Table.Column("value", "value"),
                            ],
                            rows: [
                                [
                                    "suite SHA-256",
                                    "09bfcc6a14b83e2192b8673677725c84883ee9cd0c70e45c9ec09daa8f2b2847",
                                ]
                            ]))
                ]),
        ])

    /// A report with many sections, tables and lists, to be shortened.
    static let long: Report = {
        var longer = report
        let rows = (0..<120).map { index -> [Table.Cell] in
            [Table.Cell("method-é-\(index)"), Table.Cell("\(index)", value: .integer(index))]
        }
        for panel in 0..<6 {
            let table = Table(
                id: "results-\(panel)",
                columns: [Table.Column("method", "m"), Table.Column("n", "n", .right)],
                rows: rows)
            longer.sections.insert(
                Section(id: "results-\(panel)", title: "Results \(panel)", blocks: [.table(table)]), at: 3)
        }
        for number in 0..<5 {
            var copy = figure
            copy.id += "-\(number)"
            longer.sections[2].blocks.append(.figure(copy))
        }
        longer.sections[0].blocks.append(.list((0..<40).map { "Statement \($0)." }))
        return longer
    }()

    private static let origin = Table.Origin(
        formula: "mean of accuracy on test over the seeds", rows: [0, 1])

    private static func mean(_ mean: Double) -> JSONValue { ["mean": .real(mean), "n": 8] }
}
