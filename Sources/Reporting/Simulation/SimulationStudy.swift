import Primitives
import Statistics

/// Simulations of what a report decides and prints, as a report of its own.
///
/// The numbers are drawn from named streams: the same study gives the same report on every machine.
public struct SimulationStudy: Sendable {
    /// How many experiments of each kind are simulated with the most datasets; cheaper kinds have more.
    public var experiments: Int
    /// How many samples each coverage is estimated from.
    public var samples: Int

    /// A study; `docs/calibration.md` has that of the usual numbers.
    public init(experiments: Int = 400, samples: Int = 2_000) {
        precondition(experiments > 0 && samples > 0, "a study simulates something")
        self.experiments = experiments
        self.samples = samples
    }

    /// The numbers of methods in every simulated experiment, the baseline among them.
    static let methods = 4
    static let seeds = [3, 10, 30]
    static let datasets = [1, 6, 20]
    static let sampleSizes = [3, 5, 10, 20, 30]

    /// The worlds, with what they are called.
    static let worlds: [(name: String, world: SimulatedExperiment.World)] = [
        ("normal", .noise(.normal, interaction: 0)),
        ("skewed", .noise(.skewed, interaction: 0)),
        ("heavy tails", .noise(.heavyTailed, interaction: 0)),
        ("tied", .noise(.tied, interaction: 0)),
        ("splits of the same rows", .splits),
    ]

    /// The report; `progress` is told of each piece of work before it begins.
    public func report(_ progress: (String) -> Void = { _ in }) -> Report {
        Report(
            title: "Calibration of the report's decisions and intervals",
            sections: [errors(progress), interactions(progress), coverage(progress)])
    }

    private func errors(_ progress: (String) -> Void) -> Section {
        var rows: [[Table.Cell]] = []
        for (name, world) in Self.worlds {
            for datasets in Self.datasets {
                for seeds in Self.seeds {
                    rows.append(row(name, world, datasets: datasets, seeds: seeds, progress))
                }
            }
        }
        return Section(
            id: "errors", title: "Errors where methods do not differ",
            blocks: [
                .paragraph(
                    "\(repetitions(1)), \(repetitions(6)) and \(repetitions(20)) experiments of 1, 6 and 20 datasets each, \(Self.methods) methods that do not differ, the options of "
                        + "bench report as they are without flags; the share of reports that err, in per cent. "
                        + "Nominal is 5."),
                .table(table("errors", rows)),
            ])
    }

    private func interactions(_ progress: (String) -> Void) -> Section {
        var rows: [[Table.Cell]] = []
        for (name, law) in [("normal", SimulatedLaw.normal), ("skewed", .skewed)] {
            for datasets in Self.datasets.dropFirst() {
                for seeds in Self.seeds {
                    rows.append(
                        row(
                            name, .noise(law, interaction: 1), datasets: datasets, seeds: seeds, progress,
                            [.friedman, .rankGroups, .overall, .overallInterval, .mixedInterval]))
                }
            }
        }
        return Section(
            id: "interactions", title: "Errors where methods differ on every dataset, and not on average",
            blocks: [
                .paragraph(
                    "As above, with a normal effect of each method on each dataset, as large as the noise of a seed. "
                        + "Statements about one dataset are then right to find differences and are not shown."
                ),
                .table(table("interactions", rows)),
            ])
    }

    private func table(_ id: String, _ rows: [[Table.Cell]]) -> Table {
        Table(
            id: id,
            columns: [
                Table.Column("world", "noise"), Table.Column("datasets", "datasets", .right),
                Table.Column("seeds", "seeds", .right),
            ]
                + SimulatedDecision.allCases.map {
                    Table.Column(String(describing: $0), $0.rawValue, .right)
                },
            rows: rows, rowIDs: rows.map { row in row.prefix(3).map(\.text).joined(separator: ", ") },
            notes: [
                "In bold: shown to be above 5 % (the 99 % Clopper–Pearson interval lies above it).",
                "– : the report does not decide that.",
            ])
    }

    private func row(
        _ name: String, _ world: SimulatedExperiment.World, datasets: Int, seeds: Int,
        _ progress: (String) -> Void, _ decisions: Set<SimulatedDecision> = Set(SimulatedDecision.allCases)
    ) -> [Table.Cell] {
        progress("\(name), \(datasets) datasets, \(seeds) seeds")
        let experiment = SimulatedExperiment(
            world: world, datasets: datasets, methods: Self.methods, seeds: seeds)
        let errors = SimulatedErrors(experiment, repetitions: repetitions(datasets))
        let cells = zip(SimulatedDecision.allCases, errors.rates).map { decision, rate -> Table.Cell in
            guard let rate, decisions.contains(decision) else { return .blank }
            return cell(rate, isBad: rate.isShownAbove(0.05))
        }
        return [
            Table.Cell(name), Table.Cell(String(datasets), value: .integer(datasets)),
            Table.Cell(String(seeds), value: .integer(seeds)),
        ] + cells
    }

    private func repetitions(_ datasets: Int) -> Int {
        experiments * (datasets == 1 ? 5 : datasets < 20 ? 2 : 1)
    }

    private func coverage(_ progress: (String) -> Void) -> Section {
        var rows: [[Table.Cell]] = []
        for law in SimulatedLaw.allCases {
            for procedure in IntervalCoverage.procedures {
                progress("coverage, \(law.rawValue), \(procedure.name)")
                let cells = Self.sampleSizes.map { count -> Table.Cell in
                    let rate = IntervalCoverage.rate(procedure, law: law, values: count, repetitions: samples)
                    return cell(rate, isBad: rate.isShownBelow(0.93))
                }
                rows.append([Table.Cell(law.rawValue), Table.Cell(procedure.name)] + cells)
            }
        }
        let columns =
            [Table.Column("law", "values"), Table.Column("interval", "interval")]
            + Self.sampleSizes.map { Table.Column("n\($0)", "n = \($0)", .right) }
        return Section(
            id: "coverage", title: "Coverage of the intervals",
            blocks: [
                .paragraph(
                    "\(samples) samples of n independent values each; how often the interval contains what it is "
                        + "for, in per cent. Nominal is 95; an interval that cannot be made counts as a miss."
                ),
                .table(
                    Table(
                        id: "coverage", columns: columns, rows: rows,
                        rowIDs: rows.map { "\($0[0].text), \($0[1].text)" },
                        notes: [
                            "In bold: shown to be below 93 % (the 99 % Clopper–Pearson interval lies below)."
                        ])),
            ])
    }

    private func cell(_ rate: SimulatedRate, isBad: Bool) -> Table.Cell {
        Table.Cell(
            NumberText.percent(rate.value),
            value: [
                "rate": .real(rate.value), "lower": .real(rate.interval.lower),
                "upper": .real(rate.interval.upper), "repetitions": .integer(rate.repetitions),
            ], isStrong: isBad)
    }
}

extension NumberText {
    /// A share in per cent with one decimal, without the sign.
    static func percent(_ share: Double) -> String { DecimalText(100 * share).fixed(places: 1) }
}
