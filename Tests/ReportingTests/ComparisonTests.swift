import Primitives
import Records
import Statistics
import Testing

@testable import Reporting

@Suite("Comparison of two experiments") struct ComparisonTests {
    private static let old = [0.80, 0.82, 0.81, 0.83, 0.79, 0.80, 0.82, 0.81]
    private static let new = [0.90, 0.93, 0.90, 0.94, 0.88, 0.91, 0.92, 0.92]

    private func input(_ values: [(method: String, values: [Double?])]) -> ReportInput {
        var input = Samples.input(values)
        // The same value, the same parameters: what a deterministic program does.
        for index in input.entries.indices {
            let entry = input.entries[index]
            guard let value = entry.metrics.first?.value else { continue }
            input.entries[index].parametersDigest = SHA256.hash(
                "\(entry.labels.method) \(entry.seed) \(value)")
        }
        return input
    }

    private func compare(
        _ a: ReportInput, _ b: ReportInput, _ options: ComparisonOptions = .init()
    ) throws -> ComparisonBuilder {
        try ComparisonBuilder(
            ComparedExperiment(name: "a.sqlite", input: a), ComparedExperiment(name: "b.sqlite", input: b),
            options)
    }

    private func table(_ report: Report, _ id: String) throws -> Table {
        try #require(
            report.sections.flatMap(\.blocks).compactMap {
                if case .table(let table) = $0 { table } else { nil }
            }
            .first { $0.id == id })
    }

    @Test("what is the same is identical, what improved is better, with the p of the paired corrected t test")
    func verdicts() throws {
        let a = input([("plain", Self.old), ("sam", Self.old)])
        let b = input([("plain", Self.old), ("sam", Self.new)])
        let comparison = try compare(a, b)
        #expect(comparison.comparedPairs == 16 && comparison.familySize == 1)
        let table = try table(comparison.report(), "compare-moons-mlp")
        #expect(table.rowIDs == ["plain", "sam"])
        #expect(table.rows[0].map(\.text)[1...3] == ["8", "8", "8"] && table.rows[0][9].text == "identical")
        #expect(
            table.rows[1][2].text == "0" && table.rows[1][9].text == "better" && table.rows[1][9].isStrong)
        let expected = try #require(
            pairedDifference(Self.new, Self.old, resampling: .repeatedSplits(testToTrain: 1.0 / 3)))
        #expect(table.rows[1][7].value == .real(expected.p!))
        let reversed = try compare(b, a).report()
        #expect(try self.table(reversed, "compare-moons-mlp").rows[1][9].text == "worse")
    }

    @Test("one bit of one metric is a change") func oneBit() throws {
        let a = input([("plain", Self.old)])
        var b = a
        b.entries[3].metrics[0].value = Self.old[3].nextUp
        let comparison = try compare(a, b)
        #expect(comparison.panels[0].methods[0].identical == 7)
        #expect(comparison.panels[0].methods[0].hasChanged)
    }

    @Test("other parameters with equal metrics are a change too") func parameters() throws {
        let a = input([("plain", Self.old)])
        var b = a
        b.entries[0].parametersDigest = SHA256.hash("other")
        #expect(try compare(a, b).panels[0].methods[0].identical == 7)
    }

    @Test("cells of one side are listed, failures hide in no mean") func unmatched() throws {
        var a = input([("plain", Self.old), ("gone", Self.old)])
        let b = input([("plain", Self.old), ("new", Self.old)])
        a.entries[2].status = .diverged("the loss is NaN")
        a.entries[2].metrics = []
        let report = try compare(a, b).report()
        let text = MarkdownRenderer().render(report)
        #expect(text.contains("Only in A:\n\n- moons / mlp / gone, seeds 0–7"))
        #expect(text.contains("Only in B:\n\n- moons / mlp / new, seeds 0–7"))
        let endings = try table(report, "endings")
        #expect(
            endings.rows[0].map(\.text) == [
                "moons", "mlp", "plain", "2", "diverged: the loss is NaN", "completed",
            ])
        #expect(try table(report, "compare-moons-mlp").rows[0].map(\.text)[1...3] == ["8", "7", "7"])
    }

    @Test("other settings under one name are named") func specifications() throws {
        let a = input([("plain", Self.old)])
        var b = a
        for index in b.entries.indices {
            b.entries[index].identity = CellIdentity(SHA256.hash("new \(index)"))
        }
        let comparison = try compare(a, b)
        let change = try #require(comparison.changedConfigurations.first)
        #expect(comparison.changedConfigurations.count == 1)
        let report = comparison.report(reasons: [change: "training.epochs 30 → 40"])
        #expect(try table(report, "specifications").rows[0][3].text == "training.epochs 30 → 40")
    }

    @Test("equality to within a margin is tested, and only where a margin was named") func margin() throws {
        let other = zip(Self.old, [1, -1, 1, -1, 1, -1, 1, -1]).map { $0 + 0.0001 * $1 }
        let (a, b) = (input([("plain", Self.old)]), input([("plain", other)]))
        func verdict(_ margin: Double?) throws -> MethodComparison.Verdict {
            try compare(a, b, .init(margin: margin)).panels[0].methods[0].verdict
        }
        #expect(try verdict(nil) == .undecided)
        #expect(try verdict(0.01) == .equivalent)
        #expect(try verdict(0.000_01) == .undecided)
    }

    @Test("only what changed, on demand") func onlyChanged() throws {
        let a = input([("plain", Self.old), ("sam", Self.old)])
        let b = input([("plain", Self.old), ("sam", Self.new)])
        let table = try table(
            compare(a, b, .init(showsOnlyChanged: true)).report(), "compare-moons-mlp")
        #expect(table.rowIDs == ["sam"])
        #expect(table.notes.contains { $0.hasPrefix("1 method with the same bits") })
    }

    @Test("nothing in common is nothing compared; an unknown metric is an error") func nothing() throws {
        let a = input([("plain", Self.old)])
        var b = a
        for index in b.entries.indices { b.entries[index].labels.dataset = "other" }
        let comparison = try compare(a, b)
        #expect(comparison.comparedPairs == 0)
        #expect(MarkdownRenderer().render(comparison.report()).contains("Nothing was compared"))
        #expect(throws: BenchError.self) { try compare(a, a, .init(metric: "accurcy")) }
    }

    @Test("of one store, shared cells are said to be shared") func oneStore() throws {
        let a = input([("plain", Self.old)])
        let comparison = try ComparisonBuilder(
            ComparedExperiment(name: "1", store: "s", input: a),
            ComparedExperiment(name: "2", store: "s", input: a))
        #expect(
            MarkdownRenderer().render(comparison.report()).contains("8 of the pairs are one and the same"))
    }
}
