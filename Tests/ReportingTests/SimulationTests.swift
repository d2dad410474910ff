import Numerics
import Records
import Statistics
import Testing

@testable import Reporting

@Suite("Simulated experiments") struct SimulationTests {
    @Test("the noise has the mean, median and middle that it claims", arguments: SimulatedLaw.allCases)
    func laws(_ law: SimulatedLaw) throws {
        var stream = RandomStream(seed: 1, name: "laws")
        let values = (0..<40_000).map { _ in law.draw(&stream) }
        #expect(abs(try #require(mean(values))) < 0.03)
        #expect(abs(try #require(median(values)) - law.median) < 0.03)
        #expect(abs(try #require(interquartileMean(values)) - law.interquartileMean) < 0.03)
    }

    @Test("the same number is the same experiment") func repeatable() {
        let experiment = SimulatedExperiment(world: .splits, datasets: 2, methods: 3, seeds: 4)
        func values(_ number: Int) -> [Double] {
            experiment.input(number).rows.flatMap { $0.metrics.map(\.value) }
        }
        #expect(values(1) == values(1) && values(1) != values(2) && values(1).count == 24)
    }

    @Test("classifiers that see equal columns are right about as often") func symmetric() throws {
        let experiment = SimulatedExperiment(world: .splits, datasets: 40, methods: 2, seeds: 3)
        let analysis = Analysis(experiment.input(3))
        let means = (0..<2).map { method in
            mean(analysis.panels.compactMap { $0.methods[method].estimate?.value }) ?? 0
        }
        #expect(abs(means[0] - means[1]) < 0.03 && means[0] > 0.7 && means[0] < 0.95)
    }

    /// A report whose corrections were broken would err far more often than this.
    @Test("a report errs no more often than it says, as far as few simulations can show") func errors() {
        let experiment = SimulatedExperiment(
            world: .noise(.normal, interaction: 0), datasets: 2, methods: 4, seeds: 5)
        let errors = SimulatedErrors(experiment, repetitions: 150)
        for (decision, rate) in zip(SimulatedDecision.allCases, errors.rates) {
            #expect(rate.map { !$0.isShownAbove(0.05) } ?? true, "\(decision): \(String(describing: rate))")
        }
    }

    /// The simulation can fail: without correction a report of many contrasts errs in most cases.
    @Test("without correction it errs more often") func uncorrected() {
        let experiment = SimulatedExperiment(
            world: .noise(.normal, interaction: 0), datasets: 2, methods: 8, seeds: 5)
        let errors = SimulatedErrors(experiment, ReportOptions(correction: .none), repetitions: 60)
        #expect(errors.rates[0].map { $0.isShownAbove(0.05) } ?? false)
    }

    @Test("an interval of half the width is caught") func coverage() {
        let narrow = IntervalCoverage.Procedure(name: "half", truth: { _ in 0 }) { values in
            tInterval(values).map { interval in
                let centre = (interval.lower + interval.upper) / 2
                return Interval(
                    lower: (interval.lower + centre) / 2, upper: (interval.upper + centre) / 2, level: 0.95)
            }
        }
        let whole = IntervalCoverage.procedures[0]
        func rate(_ procedure: IntervalCoverage.Procedure) -> SimulatedRate {
            IntervalCoverage.rate(procedure, law: .normal, values: 10, repetitions: 400)
        }
        #expect(rate(narrow).isShownBelow(0.93) && !rate(whole).isShownBelow(0.93))
    }
}
