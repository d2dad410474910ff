import Gating
import Primitives
import Records
import Testing

@Suite("Measurements of a store's results")
struct MeasurementsOfResultsTests {
    private let accuracy = ResultTable.Measure(part: .test, name: "accuracy")

    private func labels(_ method: String) -> ResultTable.Labels {
        .init(dataset: "moons", model: "mlp", method: method, costInPasses: 1)
    }

    private func entry(_ method: String, _ seed: Int, _ status: Status? = .completed) -> ResultTable.Entry {
        .init(
            labels: labels(method), identity: CellIdentity(SHA256.hash("\(method) \(seed)")), seed: seed,
            position: 0, status: status,
            metrics: [
                .init(part: .test, name: "accuracy", value: Double(seed)),
                .init(part: .train, name: "accuracy", value: 1), .init(part: .test, name: "nll", value: 2),
            ], parametersDigest: SHA256.hash("p"))
    }

    private func measurements(
        _ entries: [ResultTable.Entry], _ specifications: [JSONValue] = ["a", "b"]
    ) throws -> GateMeasurements {
        try GateMeasurements(
            suite: "s", programVersion: "1", numericsVersion: 3, results: ResultTable(entries),
            specifications: specifications, measures: [accuracy, .init(part: .test, name: "absent")],
            costs: [.init(dataset: "moons", model: "mlp", method: "sam"): [.memory: [8]]])
    }

    @Test("wanted metrics of what was run, sorted; a cell that failed has none")
    func kept() throws {
        let result = try measurements([
            entry("sam", 1), entry("sam", 0, .diverged("x")), entry("plain", 5), entry("plain", 2, nil),
        ])
        #expect(result.configurations.map(\.labels.method) == ["plain", "sam"])
        #expect(result.configurations.map(\.specification) == ["b", "a"])
        #expect(result.configurations[0].cells.map(\.seed) == [5])
        #expect(result.configurations[0].cells[0].values == [accuracy: 5])
        #expect(result.configurations[0].costs.isEmpty)
        #expect(result.configurations[1].costs == [.memory: [8]])
        let cells = result.configurations[1].cells
        #expect(cells.map(\.seed) == [0, 1] && cells.map(\.status) == [.diverged("x"), .completed])
        #expect(cells.map(\.values) == [[:], [accuracy: 1]])
        #expect(cells[1].parametersDigest == SHA256.hash("p"))
    }

    @Test("a configuration without a cell is left out") func notRun() throws {
        let result = try measurements([entry("sam", 1, nil), entry("plain", 5)])
        #expect(result.configurations.map(\.labels.method) == ["plain"])
    }

    @Test("other configurations under one name for some seeds are refused") func bySeed() {
        var other = entry("sam", 1)
        other.labels.costInPasses = 2
        #expect(throws: BenchError.self) { try measurements([entry("sam", 0), other]) }
    }
}
