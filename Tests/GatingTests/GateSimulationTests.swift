import Primitives
import Records
import Reporting
import Statistics
import Testing

@testable import Gating

@Suite("How often a simulated gate errs") struct GateSimulationTests {
    /// Enough to tell a rate of 0.08 from α.
    private static let stores = 1000

    private struct Setting: CustomTestStringConvertible {
        var noise: GateSimulation.Noise
        var rows: Int
        /// The standard deviation of a discrete accuracy's difference is 0.04.
        var margin: Double { noise == .discrete ? 0.02 : 0.01 }
        var testDescription: String { "\(noise.rawValue), \(rows) rows" }

        static let all = [
            Setting(noise: .normal, rows: 1), Setting(noise: .normal, rows: 6),
            Setting(noise: .discrete, rows: 1),
            Setting(noise: .discrete, rows: 6),
        ]
    }

    /// Whether so many errors show a rate above α.
    private func isAboveAlpha(_ hits: Int) -> Bool {
        (clopperPearson(successes: hits, of: Self.stores)?.lower ?? 0) > 0.05
    }

    @Test("at exactly the margin at most α pass any row", arguments: Setting.all)
    private func atTheMargin(_ setting: Setting) {
        let simulation = GateSimulation(
            differences: .init(repeating: -setting.margin, count: setting.rows), seeds: 8,
            noise: setting.noise)
        let rates = simulation.rates(stores: Self.stores, rules: GateSimulation.rules(margin: setting.margin))
        #expect(!isAboveAlpha(rates.passingAnyRow), "\(rates)")
        // It is no gate that never passes.
        #expect(rates.passingAnyRow > 10, "\(rates)")
        #expect((rates.verdicts[.pass] ?? 0) + (rates.verdicts[.improved] ?? 0) <= rates.passingAnyRow)
    }

    @Test("without change at most α call anything worse", arguments: Setting.all)
    private func withoutChange(_ setting: Setting) {
        let simulation = GateSimulation(
            differences: .init(repeating: 0, count: setting.rows), seeds: 8, noise: setting.noise)
        let rates = simulation.rates(stores: Self.stores, rules: GateSimulation.rules(margin: setting.margin))
        #expect(!isAboveAlpha(rates.regressingAnyRow), "\(rates)")
        #expect(!isAboveAlpha(rates.verdicts[.regressed] ?? 0))
    }

    @Test("one method at its margin among others that did not change")
    func oneAmongOthers() {
        let simulation = GateSimulation(differences: [-0.01, 0, 0, 0, 0, 0], seeds: 10)
        let options = GateOptions(baselineName: "simulated")
        var (passed, alarms) = (0, 0)
        for number in 0..<Self.stores {
            let (baseline, candidate) = simulation.store(number)
            let decision = Gate.decide(
                baseline: baseline, candidate: candidate, rules: GateSimulation.rules(margin: 0.01),
                options: options, plans: false)
            for row in decision.rows where row.id.hasPrefix("test.") {
                if row.id == "test.accuracy:method-0" {
                    if row.verdict == .pass || row.verdict == .improved { passed += 1 }
                } else if row.verdict == .regressed {
                    alarms += 1
                }
            }
        }
        #expect(!isAboveAlpha(passed) && !isAboveAlpha(alarms), "\(passed) passed, \(alarms) alarms")
    }

    /// A p-value that never grows has been at most α at some look exactly if it is so at the last one, so that one
    /// decision stands for looks after every seed.
    @Test(
        "looking after every seed, at most α ever pass at the margin or alarm without change",
        arguments: [1, 3])
    func everyLook(_ rows: Int) throws {
        func ever(_ difference: Double, _ p: KeyPath<GateDecision.Row, Double?>) throws -> Int {
            let simulation = GateSimulation(differences: .init(repeating: difference, count: rows), seeds: 40)
            var hits = 0
            for number in 0..<Self.stores {
                let (baseline, candidate) = simulation.store(number)
                let decision = Gate.decide(
                    baseline: baseline, candidate: candidate, rules: GateSimulation.rules(margin: 0.01),
                    options: GateOptions(baselineName: "simulated", isSequential: true), plans: false)
                let smallest = decision.rows.compactMap { $0[keyPath: p] }.min()
                if try #require(smallest) <= 0.05 { hits += 1 }
            }
            return hits
        }
        let (passed, alarms) = (try ever(-0.01, \.pWithinMargin), try ever(0, \.pWorse))
        #expect(!isAboveAlpha(passed) && !isAboveAlpha(alarms), "\(passed) passed, \(alarms) alarms")
        #expect(passed > 0 && alarms > 0)
    }

    /// The simulation can fail: looking after every seed with p-values for one look errs far more often.
    @Test("looking after every seed with a test for one look errs too often") func naiveLooks() {
        let simulation = GateSimulation(differences: [0], seeds: 40)
        let options = GateOptions(baselineName: "simulated")
        var alarms = 0
        for number in 0..<200 {
            let (baseline, candidate) = simulation.store(number)
            let isEver = stride(from: 2, through: 40, by: 2).contains { count in
                Gate.decide(
                    baseline: baseline.prefix(count), candidate: candidate.prefix(count),
                    rules: GateSimulation.rules(margin: 0.01), options: options, plans: false
                ).rows.contains { ($0.pWorse ?? 1) <= 0.05 }
            }
            if isEver { alarms += 1 }
        }
        #expect(clopperPearson(successes: alarms, of: 200)!.lower > 0.05, "\(alarms) alarms")
    }

    @Test(
        "simulated values have the mean, spread and correlation that they claim",
        arguments: GateSimulation.Noise.allCases)
    func values(_ noise: GateSimulation.Noise) throws {
        let simulation = GateSimulation(
            differences: [-0.03], seeds: 2500, noise: noise, correlation: 0.6, deviation: 0.04)
        let (baseline, candidate) = simulation.store(1)
        func column(_ side: GateMeasurements) -> [Double] {
            side.configurations[0].cells.map { $0.values[GateSimulation.measure]! }
        }
        let (old, new) = (column(baseline), column(candidate))
        #expect(abs(mean(old)! - 0.8) < 0.003 && abs(mean(new)! - 0.77) < 0.003)
        for values in [old, new] { #expect(abs(sampleVariance(values)!.squareRoot() - 0.04) < 0.004) }
        #expect(abs(pairCorrelation(old, new)! - 0.6) < 0.06)
        if noise == .discrete { #expect(old.allSatisfy { ($0 * 100).rounded() / 100 == $0 }) }
        #expect(simulation.store(1).candidate == candidate && simulation.store(2).candidate != candidate)
    }

    @Test("the report has every line") func report() {
        let report = GateSimulation.report(stores: 1)
        #expect(
            report.tables.map(\.id) == [
                "errors", "power-1-1", "power-1-2", "power-6-1", "power-6-2", "until-decided",
            ])
        #expect(report.tables.map(\.rows.count) == [24, 20, 20, 20, 20, 20])
        #expect(report.figures.count == 4)
    }
}
