import Foundation
import GRDB
import Numerics
import Primitives
import Records
import Reporting
import Runner
import Store
import Testing
import Training

/// The statement that `bench why` prints for a cell of a report fetches the values that the cell was computed from.
@Suite("Statements for the cells of a report") struct CellTraceQueryTests {
    /// A small experiment, of which one method diverges on every seed.
    private func store(in folder: URL) throws -> Store {
        let plan = try SuitePlan(
            text: """
                version: 1
                name: small
                seeds: 3
                datasets:
                  - {id: moons, kind: two-moons, n: 90}
                  - {id: it's, kind: friedman-1, n: 90}
                models: [{id: m, kind: mlp, hidden: [4]}]
                methods: [baseline, {id: dropout, rate: 0.2}, {name: wild, stack: [{id: sgd, learning_rate: 1e30}]}]
                training: {epochs: 2}
                """, path: folder.appendingPathComponent("small.yaml").path)
        let store = try Store(path: folder.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate)
        _ = try SuiteRunner(
            plan, into: store, environment: EnvironmentProbe.environment(instructionSet: .best),
            options: .init(dispatch: .init(jobs: 1, isolation: .thread, instructionSet: .best))
        ).run(interruption: Interruption(), observers: [])
        return store
    }

    @Test("every traced cell: the rows, the values to the last bit, and the digests") func everyCell() throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trace-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try store(in: folder)
        let experiment = try #require(try store.latestExperiment())
        let input = ReportInput(
            experiment: experiment.record, experimentID: experiment.id,
            datasets: try store.datasets(experiment: experiment.id),
            rows: try store.results(experiment: experiment.id), environments: [],
            metrics: MetricCatalogue.declarations)
        store.close()
        let report = ReportBuilder().report(input)
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(
            path: folder.appendingPathComponent("s.sqlite").path, configuration: configuration)
        var traced = 0
        var values = 0
        for block in report.sections.flatMap(\.blocks) {
            guard case .table(let table) = block else { continue }
            for (row, cells) in table.rows.enumerated() {
                for (column, cell) in cells.enumerated() where cell.origin != nil {
                    let address = table.address(row: row, column: column)
                    let trace = try CellTrace(address, in: report, of: input)
                    guard let query = trace.query else { continue }
                    let rows = try database.read { try Row.fetchAll($0, sql: query) }
                    values += try check(rows, against: trace, address)
                    traced += 1
                }
            }
        }
        #expect(traced > 20 && values > 50, "\(traced) cells, \(values) values")
    }

    private func check(_ rows: [Row], against trace: CellTrace, _ address: String) throws -> Int {
        var found: [String: Double] = [:]
        var identities: Set<String> = []
        for row in rows {
            let identity: String = row["identity"]
            identities.insert(identity)
            let digest: String? = row["parameters_sha256"]
            let cell = try #require(trace.cells.first { $0.identity.description == identity }, "\(address)")
            #expect(digest == cell.parametersDigest?.hexadecimal)
            let (method, seed, dataset): (String, Int, String) = (row["method"], row["seed"], row["dataset"])
            #expect(method == cell.method && seed == cell.seed && dataset == cell.dataset)
            guard row.hasColumn("part"), let part: String = row["part"], let metric: String = row["metric"],
                let value: Double = row["value"]
            else { continue }
            found["\(identity) \(part) \(metric)"] = value
        }
        #expect(identities == Set(trace.cells.map(\.identity.description)), "\(address)")
        var count = 0
        for cell in trace.cells {
            for measure in trace.measures {
                guard let value = cell.metric(measure.name, on: measure.part), value.isFinite else {
                    continue
                }
                let stored = found["\(cell.identity) \(measure.part.rawValue) \(measure.name)"]
                #expect(stored?.bitPattern == value.bitPattern, "\(address)")
                count += 1
            }
        }
        return count
    }
}
