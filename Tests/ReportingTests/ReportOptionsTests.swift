import Primitives
import Records
import Statistics
import Testing

@testable import Reporting

@Suite("Options of a report") struct ReportOptionsTests {
    private let values: [(String, [Double?])] = [
        ("plain", [0.80, 0.82, 0.79, 0.83, 0.81, 0.80, 0.84, 0.78, 0.82, 0.81]),
        ("sam", [0.84, 0.85, 0.84, 0.86, 0.86, 0.83, 0.88, 0.83, 0.85, 0.86]),
        ("l2", [0.79, 0.83, 0.79, 0.82, 0.82, 0.80, 0.83, 0.79, 0.81, 0.82]),
    ]

    private var input: ReportInput { Samples.input(values.map { ($0.0, $0.1) }) }

    private func contrast(_ options: ReportOptions, _ method: String = "sam") throws -> MethodSummary {
        try #require(Analysis(input, options).panels[0].methods.first { $0.label == method })
    }

    @Test(
        "a median is compared by sign flips, with a bootstrap interval",
        arguments: [
            ReportOptions.Aggregate.median, .iqm,
        ])
    func aggregates(aggregate: ReportOptions.Aggregate) throws {
        let method = try contrast(ReportOptions(aggregate: aggregate))
        #expect(method.estimate?.value == aggregate.statistic.value(method.values))
        let difference = try #require(method.difference)
        let differences = zip(values[1].1, values[0].1).map { $0! - $1! }
        #expect(difference.estimate.value == aggregate.statistic.value(differences))
        let interval = try #require(difference.estimate.interval)
        #expect(interval.contains(difference.estimate.value) && interval.halfWidth > 0)
        // Overlapping splits leave less certainty than splits that hardly overlap.
        let apart = try #require(
            signFlipTest(
                differences, of: aggregate.statistic, resampling: .repeatedSplits(testToTrain: 1e-6)))
        #expect(try #require(difference.p) >= apart)
        let table = try #require(
            ReportBuilder(ReportOptions(aggregate: aggregate)).report(input).tables.first {
                $0.id.hasPrefix("contrasts-")
            })
        #expect(table.notes.contains { $0.contains("by flipping their signs") })
    }

    @Test(
        "the kind of interval is the one asked for, and t stays for means",
        arguments: [
            ReportOptions.IntervalKind.bca, .percentile, .studentized,
        ])
    func intervals(kind: ReportOptions.IntervalKind) throws {
        let usual = try contrast(ReportOptions())
        let other = try contrast(ReportOptions(interval: kind))
        #expect(usual.estimate?.interval != other.estimate?.interval)
        // The test is the same: how an interval is made decides nothing.
        #expect(usual.difference?.p == other.difference?.p)
        #expect(try contrast(ReportOptions(interval: .t)).estimate == usual.estimate)
    }

    @Test("corrections are over the family, and none is none") func corrections() throws {
        let raw = Analysis(input).panels[0].contrasts.compactMap { $0.difference?.p }
        for correction in ReportOptions.Correction.allCases {
            let contrasts = Analysis(input, ReportOptions(correction: correction)).panels[0].contrasts
            #expect(
                contrasts.compactMap(\.adjustedP) == adjusted(raw, by: correction.correction, familySize: 2))
        }
        let table = try #require(
            ReportBuilder(ReportOptions(correction: .none)).report(input).tables.first {
                $0.id.hasPrefix("contrasts-")
            })
        #expect(!table.columns.contains { $0.id == "corrected_p" })
    }

    @Test("another baseline turns the differences round") func baseline() throws {
        let plain = try #require(
            Analysis(input, ReportOptions(baseline: "sam")).panels[0].methods.first { $0.label == "plain" })
        let sam = try contrast(ReportOptions())
        #expect(plain.difference?.estimate.value == sam.difference.map { -$0.estimate.value })
        #expect(plain.difference?.p == sam.difference?.p)
    }

    @Test("a margin makes equivalence a finding, for what lies within it") func margin() throws {
        let options = ReportOptions(margin: 0.02)
        let report = ReportBuilder(options).report(input)
        #expect(report.findings.contains { $0.id == "moons-mlp-l2" && $0.verdict == .equivalent })
        #expect(!report.findings.contains { $0.id == "moons-mlp-sam" && $0.verdict == .equivalent })
        let table = try #require(report.tables.first { $0.id.hasPrefix("contrasts-") })
        #expect(table.columns.contains { $0.id == "equivalence" })
    }

    @Test("another metric decides where it was measured") func metric() throws {
        var input = input
        input.metrics.append(
            MetricDeclaration(
                id: "log_loss", summary: "", formula: "", direction: .lower, tasks: [.classification]))
        input.entries = input.entries.enumerated().map { index, entry in
            var entry = entry
            entry.metrics.append(MetricValue(part: .test, name: "log_loss", value: Double(index % 7) / 10))
            return entry
        }
        let panel = Analysis(input, ReportOptions(metric: "log_loss")).panels[0]
        #expect(panel.metric == PrimaryMetric(id: "log_loss", direction: .lower))
        #expect(panel.methods[0].values[1] == 0.1)
    }

    @Test("a reproducible report says nothing of machines and moments") func reproducible() {
        let options = ReportOptions(isReproducible: true)
        let text = MarkdownRenderer().render(ReportBuilder(options).report(input))
        var other = input
        other.experimentID = 99
        other.createdAt = "2030-01-01T00:00:00.000000Z"
        other.environments = [
            Environment(
                programVersion: "9.9.9", numericsVersion: 1, gitCommit: "fedcba", gitDirty: false,
                host: "elsewhere",
                cpu: "Another", cpuCount: 1, instructionSet: "neon", operatingSystem: "Other",
                compiler: "None",
                buildConfiguration: "debug")
        ]
        other.entries = other.entries.map { entry in
            var entry = entry
            entry.cpuNanoseconds = 7
            return entry
        }
        let second = MarkdownRenderer().render(ReportBuilder(options).report(other))
        #expect(text == second)
        for word in ["laboratory", "0123abc", "CPU s", "avx2"] { #expect(!text.contains(word)) }
        #expect(text.contains("numerics version"))
    }

    @Test("only the sections asked for are made") func sections() {
        let report = ReportBuilder(ReportOptions(sections: ["verdict", "results"])).report(input)
        #expect(report.sections.map(\.id) == ["verdict", "results-moons-mlp"])
    }
}

@Suite("Who is told apart") struct TieGroupsTests {
    @Test("the quick test of a pair is the test of the contrasts, to within rounding") func quick() throws {
        var rows: [(method: String, values: [Double?])] = []
        for method in 0..<6 {
            rows.append(
                (
                    method == 0 ? "plain" : "m\(method)",
                    (0..<9).map { seed in
                        (method + seed) % 11 == 3
                            ? nil : Double((method * 104_729 + seed * 1_299_709 + 13) % 1000) / 1000
                    }
                ))
        }
        let panel = Analysis(Samples.input(rows)).panels[0]
        let matrix = SeedMatrix(panel.methods)
        let resampling = try #require(panel.resampling)
        var compared = 0
        for first in panel.methods.indices {
            for second in panel.methods.indices where second != first {
                let pairs = Panel.pairs(panel.methods[first], panel.methods[second])
                let expected = pairedDifference(pairs.own, pairs.others, resampling: resampling)?.p
                let quick = matrix.pairedP(first, second, resampling: resampling)
                #expect((quick == nil) == (expected == nil))
                if let quick, let expected {
                    #expect(abs(quick - expected) <= 1e-12)
                    compared += 1
                }
            }
        }
        #expect(compared > 20)
        #expect(matrix.pairedP(0, 0, resampling: resampling) == nil)
    }

    @Test("two methods share a letter exactly where the corrected p is not below the threshold")
    func letters() throws {
        let report = ReportBuilder().report(try Samples.golden())
        let table = try #require(report.tables.first { $0.id == "results-moons-mlp" })
        let column = try #require(table.columns.firstIndex { $0.id == "group" })
        let letters = Dictionary(uniqueKeysWithValues: zip(table.rowIDs, table.rows.map { $0[column].text }))
        #expect(letters == ["plain": "b", "neutral": "b", "sam": "a", "dropout": "–", "l1|l2": "b"])
        // Bold is the group of the best, and nobody else.
        #expect(zip(table.rowIDs, table.rows).filter { $0.1[0].isStrong }.map(\.0) == ["sam"])
    }

    @Test("where nobody is told apart from the best, nothing is bold") func nothingBold() throws {
        let report = ReportBuilder().report(
            Samples.input([
                ("plain", [0.8, 0.81, 0.79]), ("sam", [0.81, 0.80, 0.82]), ("l2", [0.79, 0.82, 0.80]),
            ]))
        let table = try #require(report.tables.first { $0.id.hasPrefix("results-") })
        #expect(table.rows.allSatisfy { $0.allSatisfy { !$0.isStrong } })
        #expect(table.notes.contains { $0.contains("so that none is set in bold") })
    }
}

@Suite("The smallest difference that could have shown") struct SmallestEffectTests {
    @Test("is about the exact one where the quick formula takes over") func quick() throws {
        for (pairs, family) in [(5, 20), (8, 2_000), (10, 20_000)] {
            let design = PairedDesign(pairs: pairs, threshold: 0.05, familySize: family)
            let exact = try #require(design.smallestDetectableEffect(power: 0.8))
            let quick = try #require(ContrastSentences.smallestEffect(design))
            #expect(abs(quick / exact - 1) < 0.03, "\(quick), \(exact)")
        }
    }
}
