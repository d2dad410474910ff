import Primitives
import Records
import Testing

@testable import Reporting

@Suite("Stability of findings") struct StabilityTests {
    /// Differences of which p (corrected resampled t, n_test/n_train = 1/3) is 0.026, without the last seed 0.057, and
    /// without any other one between 0.014 and 0.045 (SciPy).
    private static let carried = [0.01, 0.02, 0.02, 0.04, 0.04, 0.03]

    private func claims(_ input: ReportInput, _ options: ReportOptions = .init()) -> [StabilityClaim] {
        StabilityAnalysis(Analysis(input, options), input).claims
    }

    private func plain(_ count: Int) -> [Double] { (0..<count).map { 0.8 + 0.001 * Double($0) } }

    private func outcomes(_ claim: StabilityClaim, _ kind: AlternativeAnalysis.Kind)
        -> [AlternativeAnalysis: AlternativeResult.Outcome]
    {
        Dictionary(
            uniqueKeysWithValues: claim.results.filter { $0.analysis.kind == kind }.map {
                ($0.analysis, $0.outcome)
            })
    }

    @Test("one seed carries a finding: leaving it out overturns it, leaving any other out does not")
    func oneSeed() throws {
        let base = plain(6)
        let input = Samples.input([
            ("plain", base), ("sam", zip(base, Self.carried).map { $0 + $1 }),
        ])
        let claim = try #require(claims(input).first)
        #expect(claim.statement == .better && claim.method == "sam")
        let seeds = outcomes(claim, .seed)
        #expect(seeds.count == 6 && seeds[.withoutSeed(5)] == .notShown)
        #expect((0..<5).allSatisfy { seeds[.withoutSeed($0)] == .holds })
        let result = try #require(claim.results.first { $0.analysis == .withoutSeed(5) })
        #expect(abs(result.p! - 0.056_767_233_812_321_71) < 1e-12)
        // Nothing failed and there is no other metric: nothing is counted for that.
        #expect(outcomes(claim, .failures).isEmpty && outcomes(claim, .metric).isEmpty)
    }

    @Test("tests that could not have decided anything count neither for nor against") func impossible() throws
    {
        let base = plain(5)
        let input = Samples.input([
            ("plain", base), ("sam", zip(base, [0.10, 0.11, 0.12, 0.11, 0.10]).map { $0 + $1 }),
        ])
        let claim = try #require(claims(input).first)
        // With five pairs tests on signs and ranks end at p = 0.0625.
        #expect(outcomes(claim, .ranks).isEmpty && claim.impossible >= 2)
    }

    @Test("another metric that points the other way overturns") func otherMetric() throws {
        let base = plain(8)
        var input = Samples.input([
            ("plain", base), ("sam", base.enumerated().map { $1 + 0.1 + 0.001 * Double($0 % 3) }),
        ])
        input.metrics += [
            MetricDeclaration(
                id: "log_loss", summary: "", formula: "", direction: .lower, tasks: [.classification]),
            MetricDeclaration(
                id: "kappa", summary: "", formula: "", direction: .higher, tasks: [.classification]),
        ]
        for index in input.entries.indices {
            let value = input.entries[index].metrics[0].value
            // The log loss grows with the accuracy: worse; κ grows too: better.
            input.entries[index].metrics.append(MetricValue(part: .test, name: "log_loss", value: value))
            input.entries[index].metrics.append(MetricValue(part: .test, name: "kappa", value: value))
        }
        let metrics = outcomes(try #require(claims(input).first), .metric)
        #expect(metrics == [.metric("log_loss"): .reversed, .metric("kappa"): .holds])
    }

    @Test("a finding over survivors falls where failures count as the worst value") func failures() throws {
        let base = plain(8)
        var input = Samples.input([
            ("plain", base), ("sam", base.enumerated().map { $1 + 0.02 + 0.001 * Double($0 % 3) }),
            ("bad", plain(8).map { $0 - 0.3 }),
        ])
        input.entries[8].status = .diverged("the loss is NaN")
        input.entries[8].metrics = []
        let claim = try #require(claims(input).first { $0.method == "sam" })
        #expect(outcomes(claim, .failures) == [.worstValue: .reversed])
        #expect(claim.stability.holds < claim.stability.of)
    }

    @Test("equivalence is tried with half and with twice the margin") func margins() throws {
        let base = plain(8)
        let input = Samples.input([
            ("plain", base), ("sam", base.enumerated().map { $1 + ($0 % 2 == 0 ? 0.004 : -0.004) }),
        ])
        let claim = try #require(claims(input, ReportOptions(margin: 0.008)).first)
        #expect(claim.statement == .equivalent)
        #expect(outcomes(claim, .margin) == [.margin(0.5): .notShown, .margin(2): .holds])
    }

    /// Over eight datasets sam > middle > plain > last, always: `middle` alone holds sam and plain far enough apart.
    private func ranked() -> ReportInput {
        var rows: [ResultTable.Entry] = []
        let labels = (0..<8).map { "data\($0)" }
        for (number, dataset) in labels.enumerated() {
            for (method, value) in [("plain", 0.70), ("sam", 0.80), ("middle", 0.75), ("last", 0.60)] {
                for seed in 0..<2 {
                    rows.append(
                        Samples.row(
                            dataset, method, seed, position: rows.count,
                            value: value + 0.01 * Double(number) + 0.001 * Double(seed)))
                }
            }
        }
        return ReportInput(
            experiment: Samples.experiment(), datasets: labels.map { Samples.dataset($0) },
            rows: ResultTable(rows), environments: [Samples.environment], metrics: Samples.metrics)
    }

    @Test("dropping one method flips Nemenyi's test, and Wilcoxon's pair by pair not") func nemenyi() throws {
        // Mean ranks 1, 2, 3, 4; the critical difference is 1.66 for four methods, 1.17 for three (q 2.569, 2.344).
        let claim = try #require(
            claims(ranked()).first { $0.subject == .datasets(metric: "accuracy", method: "sam") })
        #expect(claim.statement == .better)
        let pool = outcomes(claim, .pool)
        #expect(pool[.nemenyi(without: nil)] == .holds)
        #expect(pool[.nemenyi(without: "middle")] == .notShown)
        #expect(pool[.nemenyi(without: "last")] == .holds)
        #expect(pool[.allPairs(without: nil)] == .holds && pool[.allPairs(without: "middle")] == .holds)
        let datasets = outcomes(claim, .dataset)
        #expect(datasets.count == 8 && datasets.values.allSatisfy { $0 == .holds })
        let worse = try #require(
            claims(ranked()).first { $0.subject == .datasets(metric: "accuracy", method: "last") })
        #expect(worse.statement == .worse)
    }

    @Test("the verdict says in how many analyses a finding holds, and a table what overturns it")
    func section() throws {
        let base = plain(6)
        let input = Samples.input([("plain", base), ("sam", zip(base, Self.carried).map { $0 + $1 })])
        let report = ReportBuilder().report(input)
        let findings = report.sections.flatMap(\.blocks).flatMap { block -> [Finding] in
            if case .findings(let findings) = block { findings } else { [] }
        }
        let claim = try #require(claims(input).first)
        #expect(findings.contains { $0.id == "moons-mlp-sam" && $0.stability == claim.stability })
        let section = try #require(report.sections.first { $0.id == "stability" })
        #expect(section.isAside)
        let tables = section.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
        #expect(tables.map(\.id) == ["stability", "stability-overturned"])
        #expect(tables[0].rows[0][2].text == "\(claim.stability.holds) of \(claim.stability.of)")
        #expect(tables[1].rowIDs.contains("moons / sam without seed 5"))
    }

    @Test("without a decided contrast there is nothing to try") func nothing() {
        let input = Samples.input([("plain", [0.8, 0.82, 0.81]), ("sam", [0.81, 0.80, 0.82])])
        #expect(claims(input).isEmpty)
        #expect(!ReportBuilder().report(input).sections.contains { $0.id == "stability" })
    }
}
