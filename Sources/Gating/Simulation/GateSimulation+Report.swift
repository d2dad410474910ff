import Primitives
import Records
import Reporting

extension GateSimulation {
    /// How often the gate errs and how often it finds what is there, as tables and figures.
    ///
    /// `stores` are simulated for every line; `progress` is told of each before it begins.
    public static func report(stores: Int, progress: (String) -> Void = { _ in }) -> Report {
        let study = GatePowerStudy(stores: stores)
        return Report(
            title: "How often the gate errs, and what it finds",
            sections: [study.errors(progress), study.power(progress), study.untilDecided(progress)])
    }
}

/// The tables of the simulations; margins are 1 % of accuracy, α is 5 %.
struct GatePowerStudy {
    /// Stores per line.
    var stores: Int

    static let margin = 0.01
    /// True differences, in margins worse.
    static let worse = [-1, 0, 0.5, 1, 2]
    static let seeds = [5, 10, 20, 40]
    static let families = [1, 6]
    /// Standard deviations of a pair's difference, in margins.
    static let deviations = [1.0, 2]

    private static let rules = GateSimulation.rules(margin: margin)

    /// The error rates where every row is at its margin, and where none changed.
    func errors(_ progress: (String) -> Void) -> Section {
        var rows: [[Table.Cell]] = []
        for noise in GateSimulation.Noise.allCases {
            for family in Self.families {
                for seeds in Self.seeds {
                    progress("errors, \(noise.rawValue), \(Phrases.count(family, "row")), \(seeds) seeds")
                    // A discrete accuracy moves by whole rows and has its own spread: a margin of 2 %.
                    let margin = noise == .discrete ? 2 * Self.margin : Self.margin
                    func rates(_ difference: Double) -> SimulatedGateRates {
                        GateSimulation(
                            differences: .init(repeating: difference, count: family), seeds: seeds,
                            noise: noise,
                            deviation: Self.margin
                        ).rates(stores: stores, rules: GateSimulation.rules(margin: margin))
                    }
                    rows.append([
                        Table.Cell(noise.rawValue), count(family), count(seeds),
                        share(rates(-margin).passingAnyRow), share(rates(0).regressingAnyRow),
                    ])
                }
            }
        }
        let columns = [
            Table.Column("noise", "noise"), Table.Column("rows", "rows", .right),
            Table.Column("seeds", "seeds", .right), Table.Column("pass", "passes at the margin", .right),
            Table.Column("alarm", "alarms without change", .right),
        ]
        return Section(
            id: "errors", title: "How often it errs",
            blocks: [
                .paragraph(
                    "The share of gates that let any row pass where every row is worse by exactly its margin, and of "
                        + "those that call any row worse where none changed. Nominal is at most 0.05 for both. "
                        + "\(Phrases.count(stores, "simulated store")) a line."),
                table("errors", columns, rows, named: 3),
            ])
    }

    /// The power of the test with all seeds at once.
    func power(_ progress: (String) -> Void) -> Section {
        var blocks: [Section.Block] = [
            .paragraph(
                "One row has the true difference and the others of its gate did not change; both sides were trained "
                    + "anew, so that no bits are equal. The standard deviation is that of the difference of a "
                    + "pair. The shares are of whole gates, \(Phrases.count(stores, "simulated store")) a line."
            )
        ]
        for family in Self.families {
            for deviation in Self.deviations {
                let id = "power-\(family)-\(Int(deviation))"
                let title = "\(Phrases.count(family, "row")), standard deviation \(Self.margins(deviation))"
                var rows: [[Table.Cell]] = []
                var regressed = Self.seeds.map { LearningCurves.Series(name: "\($0) seeds", points: []) }
                for worse in Self.worse {
                    for (index, seeds) in Self.seeds.enumerated() {
                        progress("power, \(title), \(Self.text(worse)), \(seeds) seeds")
                        let rates = simulation(worse, family, deviation, seeds: seeds)
                            .rates(stores: stores, rules: Self.rules)
                        rows.append([Table.Cell(Self.text(worse)), count(seeds)] + shares(rates))
                        regressed[index].points.append(.init(x: worse, y: rates.share(.regressed)))
                    }
                }
                let columns =
                    [Table.Column("difference", "true difference"), Table.Column("seeds", "seeds", .right)]
                    + Self.verdictColumns
                blocks.append(table(id, columns, rows, named: 2, title: title))
                blocks.append(
                    .figure(
                        Figure(
                            id: id, title: "Share of gates that say regressed: \(title)",
                            caption: "Over the true difference of one row, by the number of seeds.",
                            content: .sensitivity(
                                SensitivityCurves(
                                    xTitle: "true difference, in margins worse", yTitle: "share of gates",
                                    isLogarithmic: false, series: regressed)))))
            }
        }
        return Section(id: "power", title: "What it finds", blocks: blocks)
    }

    /// The always-valid procedure, looked at after every seed.
    func untilDecided(_ progress: (String) -> Void) -> Section {
        let most = Self.seeds.max() ?? 2
        var rows: [[Table.Cell]] = []
        for family in Self.families {
            for deviation in Self.deviations {
                for worse in Self.worse {
                    progress("until decided, \(Phrases.count(family, "row")), \(Self.text(worse))")
                    let rates = simulation(worse, family, deviation, seeds: most)
                        .ratesUntilDecided(stores: stores, rules: Self.rules)
                    rows.append(
                        [count(family), Table.Cell(Self.margins(deviation)), Table.Cell(Self.text(worse))]
                            + shares(rates) + [
                                Table.Cell(
                                    NumberText.significant(rates.meanSeeds, 3), value: .real(rates.meanSeeds))
                            ])
                }
            }
        }
        let columns =
            [
                Table.Column("rows", "rows", .right), Table.Column("deviation", "standard deviation"),
                Table.Column("difference", "true difference"),
            ] + Self.verdictColumns + [Table.Column("used", "seeds used", .right)]
        return Section(
            id: "until-decided", title: "Until decided",
            blocks: [
                .paragraph(
                    "The same with always-valid p-values, looked at after every seed from the second until the gate is "
                        + "decided, with at most \(most) seeds."),
                table("until-decided", columns, rows, named: 3),
            ])
    }

    private func simulation(_ worse: Double, _ family: Int, _ deviation: Double, seeds: Int) -> GateSimulation
    {
        GateSimulation(
            differences: [-worse * Self.margin] + [Double](repeating: 0, count: family - 1), seeds: seeds,
            deviationOfDifferences: deviation * Self.margin)
    }

    private static let verdicts: [GateVerdict] = [.regressed, .inconclusive, .pass, .improved]

    private static var verdictColumns: [Table.Column] {
        verdicts.map { Table.Column($0.rawValue, $0.rawValue, .right) }
    }

    private func shares(_ rates: SimulatedGateRates) -> [Table.Cell] {
        Self.verdicts.map { share(rates.verdicts[$0] ?? 0) }
    }

    private func share(_ hits: Int) -> Table.Cell {
        let value = Double(hits) / Double(stores)
        return Table.Cell(NumberText.share(value), value: ["hits": .integer(hits), "of": .integer(stores)])
    }

    private func count(_ number: Int) -> Table.Cell { Table.Cell(String(number), value: .integer(number)) }

    private func table(
        _ id: String, _ columns: [Table.Column], _ rows: [[Table.Cell]], named: Int, title: String = ""
    ) -> Section.Block {
        .table(
            Table(
                id: id, title: title, columns: columns, rows: rows,
                rowIDs: rows.map { $0.prefix(named).map(\.text).joined(separator: ", ") }))
    }

    private static func margins(_ number: Double) -> String {
        number == 1 ? "1 margin" : "\(NumberText.given(number)) margins"
    }

    private static func text(_ worse: Double) -> String {
        worse == 0 ? "none" : "\(margins(abs(worse))) \(worse > 0 ? "worse" : "better")"
    }
}
