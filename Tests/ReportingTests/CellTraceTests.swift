import Primitives
import Records
import Testing

@testable import Reporting

@Suite("Tracing a cell of a table") struct CellTraceTests {
    private let input: ReportInput = {
        var input = Samples.input([("plain", [0.8, 0.81, 0.82]), ("a:b", [0.9, 0.92, nil])])
        input.experimentID = 7
        return input
    }()

    private func report(_ formula: String = "mean of accuracy on test over the seeds", rows: [Int] = [3, 4])
        -> Report
    {
        let table = Table(
            id: "results-moons-mlp", columns: [.init("method", "method"), .init("mean", "mean", .right)],
            rows: [
                ["plain", "0.81"],
                ["a:b", Table.Cell("0.91", value: .real(0.91), origin: .init(formula: formula, rows: rows))],
            ])
        return Report(title: "", sections: [Section(id: "results", title: "", blocks: [.table(table)])])
    }

    @Test("formula, value, cells and statement of a mean") func mean() throws {
        let trace = try CellTrace("results-moons-mlp:a:b:mean", in: report(), of: input)
        #expect(trace.text == "0.91" && trace.value == .real(0.91))
        #expect(trace.measures == [.init(part: .test, name: "accuracy")])
        #expect(trace.cells.map(\.seed) == [0, 1])
        #expect(trace.query?.contains("r.experiment_id = 7 AND r.position IN (3, 4)") == true)
        let verification = try #require(trace.verification(storePath: "x.sqlite"))
        #expect(verification.prefix(5) == ["bench", "verify", "--db", "x.sqlite", "--cell"])
        #expect(verification.count == 7)
        let text = trace.text(verification: "bench verify")
        #expect(text.contains("moons / mlp / a:b / seed 1  test.accuracy 0.92"))
        #expect(text.contains("mean of accuracy on test over the seeds"))
        #expect(
            try JSONParser.parse(trace.json(verification: nil))["formula"]?.text?.contains("accuracy") == true
        )
    }

    @Test("positions that follow each other are a range") func ranges() throws {
        let trace = try CellTrace(
            "results-moons-mlp:a:b:mean", in: report(rows: [5, 0, 1, 2, 3, 0]), of: input)
        #expect(trace.query?.contains("(r.position BETWEEN 0 AND 3 OR r.position IN (5))") == true)
        #expect(trace.cells.map(\.position) == [5, 0, 1, 2, 3])
    }

    @Test("a formula that names no metric takes the primary one") func unnamed() throws {
        let trace = try CellTrace("results-moons-mlp:a:b:mean", in: report("the number of cells"), of: input)
        #expect(trace.query?.contains("FROM v_final") == true && trace.measures.isEmpty)
    }

    @Test("what is not computed says so") func text() throws {
        let trace = try CellTrace("results-moons-mlp:plain:mean", in: report(), of: input)
        #expect(trace.query == nil && trace.verification(storePath: "x") == nil)
        #expect(trace.text(verification: nil).contains("not computed from stored values"))
    }

    @Test(
        "unknown addresses: the near ones are listed",
        arguments: [
            ("results-mons-mlp:plain:mean", "    results-moons-mlp:plain:mean"),
            ("results-moons-mlp:plan:mean", "    results-moons-mlp:plain:mean"),
            ("results-moons-mlp:plain:meen", "    results-moons-mlp:plain:mean"),
            ("mean", "table:row:column"),
        ])
    func unknown(_ address: String, _ near: String) throws {
        let error = try #require(throws: BenchError.self) { try CellTrace(address, in: report(), of: input) }
        #expect(error.exitCode == .usage && error.description.contains(near))
    }

    @Test(
        "only addresses that exist are suggested, else names alone",
        arguments: [
            ("results-mons-mlp:nobody:mean", "there are the tables:\n    results-moons-mlp"),
            ("results-moons-mlp:plan:nothing", "there are the rows:"),
        ])
    func unknownTwice(_ address: String, _ names: String) throws {
        let error = try #require(throws: BenchError.self) { try CellTrace(address, in: report(), of: input) }
        #expect(error.description.contains(names), "\(error)")
        #expect(
            !error.description.contains(":nobody:mean\n")
                && !error.description.contains("    results-moons-mlp:"))
    }
}
