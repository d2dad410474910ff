import Primitives
import Records
import Statistics
import Testing

@testable import Reporting

/// Sentences and headings say what a test supports, and no more.
@Suite("Claims follow their tests") struct ClaimTests {
    /// Accuracies of plain and sam by dataset, three seeds each, from the difference on each dataset.
    private func input(_ differences: [Double]) -> ReportInput {
        var rows: [ResultTable.Entry] = []
        for (index, difference) in differences.enumerated() {
            for (method, shift) in [("plain", 0), ("sam", difference)] {
                for seed in 0..<3 {
                    // Of alternating sign, so that no panel decides anything.
                    let noise = 0.0001 * Double((index + seed) % 3) * (method == "sam" ? 1 : -1)
                    rows.append(
                        Samples.row(
                            "set \(index)", method, seed, position: rows.count, value: 0.6 + shift + noise))
                }
            }
        }
        return ReportInput(
            experiment: Samples.experiment(),
            datasets: differences.indices.map { Samples.dataset("set \($0)") }, rows: ResultTable(rows),
            environments: [Samples.environment], metrics: Samples.metrics)
    }

    private func overall(_ input: ReportInput) throws -> Finding {
        let analysis = Analysis(input)
        let contrasts = try #require(analysis.across?.overall.first)
        return try #require(OverallSentences(contrasts: contrasts, analysis: analysis).findings.first)
    }

    @Test("where ranks and the mean over datasets disagree, neither method is called better")
    func ranksAgainstMean() throws {
        let many = (1...9).map { 0.001 * Double($0) }
        let agreeing = try overall(input(many + [0.01]))
        #expect(agreeing.verdict == .better && agreeing.sentence.contains("sam is better than plain"))
        // Nine small gains and one large loss: the signed-rank test finds gains, the mean is a loss.
        let input = input(many + [-0.3])
        let row = try #require(Analysis(input).across?.overall.first?.rows.first)
        #expect(try #require(row.adjustedP) > 0.05 && row.estimate.value < 0)
        let torn = self.input((1...14).map { 0.001 * Double($0) } + [-0.3])
        let second = try #require(Analysis(torn).across?.overall.first?.rows.first)
        #expect(try #require(second.adjustedP) < 0.05 && second.estimate.value < 0)
        let finding = try overall(torn)
        #expect(finding.verdict == .notice)
        #expect(finding.sentence.contains("points the other way"))
        #expect(!finding.sentence.contains("is worse than") && !finding.sentence.contains("is better than"))
    }

    @Test("an overall finding says when cells failed") func overallSurvivors() throws {
        var input = input((1...10).map { 0.001 * Double($0) })
        let index = try #require(input.entries.firstIndex { $0.labels.method == "sam" })
        #expect(try !overall(input).sentence.contains("survivors"))
        input.entries[index].status = .diverged("the loss is NaN")
        input.entries[index].metrics = []
        #expect(try overall(input).sentence.contains("Over survivors only: 1 cell of the two failed."))
    }

    @Test("a metric with a target has no direction: neither more nor less of it is better") func target()
        throws
    {
        let coverage = MetricDeclaration(
            id: "coverage_90", summary: "", formula: "", direction: .lower, tasks: [.classification],
            target: 0.9)
        let base = (0..<8).map { 0.8 + 0.001 * Double($0) }
        var input = Samples.input([
            ("plain", base), ("sam", base.enumerated().map { $1 + 0.05 + 0.001 * Double($0 % 3) }),
        ])
        input.metrics.append(coverage)
        for index in input.entries.indices {
            // 0.9 is met by plain, and missed by far by sam.
            let value = input.entries[index].labels.method == "plain" ? 0.9 : 0.5
            let noise = 0.001 * Double(index * index % 5)
            input.entries[index].metrics.append(
                MetricValue(part: .test, name: "coverage_90", value: value + noise))
        }
        let shown = MarkdownRenderer().render(ReportBuilder().report(input))
        #expect(shown.contains("coverage_90 (near 0.9)") && !shown.contains("coverage_90 ↓"))
        #expect(!shown.contains("by coverage_90"))
        let decided = MarkdownRenderer().render(
            ReportBuilder(ReportOptions(metric: "coverage_90")).report(input))
        #expect(decided.contains("sam is lower than plain"))
        #expect(!decided.contains("sam is better") && !decided.contains("| P(better"))
    }

    @Test("a given number is never shown as another") func given() {
        for (value, text) in [(0.0004, "0.0004"), (0.0125, "0.0125"), (0.00025, "0.00025")] {
            #expect(NumberText.given(value) == text)
        }
        #expect(NumberText.given(0.05) == "0.05" && NumberText.given(1.0 / 3) == "0.333")
        #expect(NumberText.given(0) == "0" && NumberText.given(5.9999999) == "6")
    }

    @Test("where every dataset agrees F is infinite, and its p of 0 is not claimed") func infinite() throws {
        let analysis = Analysis(input((1...12).map { 0.001 * Double($0) }))
        let across = try #require(analysis.across)
        #expect(across.friedman.imanDavenport.statistic == .infinity)
        // Twelve of twelve: χ²(1) = 12.
        #expect(abs(across.friedman.p - 0.000532) < 1e-6)
        let facts = RankTable(across: across, analysis: analysis).facts
        #expect(facts.contains { $0.contains("infinite") } && !facts.contains { $0.contains("1e-300") })
    }

    @Test("a metric that is not a number in one cell leaves a blank, and a note says why") func unusable()
        throws
    {
        let base = (0..<5).map { 0.8 + 0.001 * Double($0) }
        var input = Samples.input([("plain", base), ("sam", base.map { $0 + 0.01 })])
        input.metrics.append(
            MetricDeclaration(
                id: "auroc", summary: "", formula: "", direction: .higher, tasks: [.classification]))
        for index in input.entries.indices {
            input.entries[index].metrics.append(
                MetricValue(part: .test, name: "auroc", value: index == 0 ? .nan : 0.9))
        }
        let table = try #require(
            ReportBuilder().report(input).tables.first { $0.id.hasPrefix("metrics-") })
        #expect(table.rows[0][1].value == nil || table.rows[0][1].text == "–")
        #expect(table.notes.contains { $0.contains("no finite value") })
    }

    @Test("step-up corrections leave equal p-values alone, so that six datasets can decide") func stepUp()
        throws
    {
        var input = input((1...6).map { 0.001 * Double($0) })
        // More methods, so that Holm's factor matters.
        for method in ["l1", "l2"] {
            input.entries += input.entries.filter { $0.labels.method == "sam" }.map { entry in
                var entry = entry
                entry.labels.method = method
                entry.position += 1_000
                return entry
            }
        }
        func text(_ correction: ReportOptions.Correction) -> String {
            MarkdownRenderer().render(ReportBuilder(ReportOptions(correction: correction)).report(input))
        }
        #expect(text(.holm).contains("no method could have been shown to differ"))
        for correction in [ReportOptions.Correction.bh, .hochberg] {
            #expect(text(correction).contains("better than plain"))
            #expect(!text(correction).contains("no method could have been shown to differ"))
            #expect(!text(correction).contains("so that no pair could have been told apart"))
        }
    }

    @Test("a sentence names the aggregate, and what the test of equivalence is of") func aggregate() throws {
        let base = (0..<12).map { 0.8 + 0.001 * Double($0) }
        let input = Samples.input([
            ("plain", base), ("sam", base.enumerated().map { $1 + 0.05 + 0.0001 * Double($0) }),
            ("l2", base.enumerated().map { $1 + ($0 % 2 == 0 ? 0.0001 : -0.0001) }),
        ])
        let median = MarkdownRenderer().render(
            ReportBuilder(ReportOptions(aggregate: .median, margin: 0.01)).report(input))
        #expect(median.contains("equivalent to plain to within ±0.01 in accuracy: median difference "))
        #expect(median.contains("p (within ±0.01, Holm)"))
        #expect(median.contains("The test of equivalence is of the mean difference."))
        let mean = MarkdownRenderer().render(ReportBuilder(ReportOptions(margin: 0.01)).report(input))
        #expect(!mean.contains("The test of equivalence is of"))
    }

    @Test("equivalence in the verdict names its margin, also where methods are summed up") func margin() {
        let base = (0..<12).map { 0.8 + 0.001 * Double($0) }
        let input = Samples.input(
            [("plain", base)]
                + (1...6).map { method in
                    (
                        "l\(method)",
                        base.enumerated().map { $1 + ($0 % 2 == 0 ? 0.0001 : -0.0001) * Double(method) }
                    )
                })
        let report = ReportBuilder(ReportOptions(margin: 0.2)).report(input)
        let text = MarkdownRenderer().render(report)
        #expect(text.contains("l1 is equivalent to plain to within ±0.2 in accuracy on moons."))
        #expect(text.contains("p (within ±0.2, Holm)"))
        let bare = ReportBuilder(ReportOptions(correction: .none, margin: 0.2)).report(input)
        #expect(MarkdownRenderer().render(bare).contains("p (within ±0.2) "))
    }

    @Test("differences that are equal but for rounding are ties, and a sum that should be 0 is nobody's gain")
    func rounding() throws {
        var input = input([0, 0, 0, 0])
        // 0.1 in three ways that differ in the last bits, and once +0.1 − 0.2 + 0.1.
        let own = [[0.9, 0.9, 0.9], [0.7, 0.7, 0.7], [0.3, 0.3, 0.3], [0.9, 0.1, 0.4]]
        let others = [[0.8, 0.8, 0.8], [0.6, 0.6, 0.6], [0.4, 0.4, 0.4], [0.8, 0.3, 0.3]]
        for index in input.entries.indices {
            let labels = input.entries[index].labels
            let dataset = try #require(Int(labels.dataset.suffix(1)))
            let values = (labels.method == "sam" ? own : others)[dataset]
            input.entries[index].metrics = [
                MetricValue(part: .test, name: "accuracy", value: values[input.entries[index].seed])
            ]
        }
        let row = try #require(Analysis(input).across?.overall.first?.rows.first)
        // Two gains and a loss of one size, rank 3 each since the zero has rank 1: nothing is nearer to the middle.
        #expect(row.better == 2 && row.worse == 1 && row.p == 1)
        #expect(abs(row.rankCorrelation - 1.0 / 3) < 1e-12)
    }

    @Test("a clear difference is shown by the median and the interquartile mean too, where splits overlap")
    func clearMedians() throws {
        let base = (0..<20).map { 0.8 + 0.001 * Double($0 * 7 % 11) }
        let input = Samples.input([
            ("plain", base), ("sam", base.enumerated().map { $1 + 0.05 + 0.002 * Double($0 * 3 % 5) }),
        ])
        for aggregate in [ReportOptions.Aggregate.median, .iqm] {
            let analysis = Analysis(input, ReportOptions(aggregate: aggregate))
            let p = try #require(analysis.panels[0].contrasts[0].adjustedP)
            #expect(p < 0.001)
        }
    }
}
