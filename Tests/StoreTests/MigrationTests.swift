import Foundation
import GRDB
import Primitives
import Records
import Testing

@testable import Store

@Suite("Stores of earlier schemas") final class MigrationTests {
    private let directory: URL

    init() throws { directory = try Samples.temporaryDirectory() }
    deinit { try? FileManager.default.removeItem(at: directory) }

    /// What a query says, as texts that keep every bit.
    private func rows(_ path: String, _ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { try Row.fetchAll($0, sql: sql).map(\.description) }
    }

    @Test("migrations are numbered from 1 without a gap, and a released one never changes") func pinned() {
        #expect(Migration.all.map(\.version) == Array(1...Store.schemaVersion))
        let pins = ["673d03a42ec3", "df07a80af6e7", "63811f2f0664"]
        #expect(Migration.all.map { SHA256.hash($0.sql).short } == pins)
    }

    @Test("keep every value, and views say what they said", arguments: [1, 2]) func values(version: Int)
        throws
    {
        let path = try Samples.fixture(version, in: directory)
        // The text of a row does not tell a zero from a negative one; value_text does.
        let results = "SELECT * FROM v_results ORDER BY experiment_id, position, part, metric"
        let curves = "SELECT * FROM v_curves ORDER BY experiment_id, position, epoch, part, metric"
        let treatments = "SELECT * FROM experiment_treatments ORDER BY experiment_id, dataset_label"
        let before = try (rows(path, results), rows(path, curves))
        let bits = "SELECT hex(CAST(printf('%!.17g', value) AS BLOB)) FROM v_results ORDER BY experiment_id, "
        let bitsBefore = try rows(path, bits + "position, part, metric")
        let treated = version == 1 ? [] : try rows(path, treatments)
        do {
            _ = try Store(path: path, mode: .readOnly)
            Issue.record("an older schema was opened for reading")
        } catch {
            #expect(error.exitCode == .data && error.description.contains("has schema \(version)"))
        }
        let store = try Store(path: path, mode: .readWriteExisting)
        #expect(try store.integrityProblems().isEmpty)
        #expect(try store.events().map(\.kind) == ["store migrated"])
        #expect(try store.events()[0].detail == ["from": .integer(version), "to": 3])
        try verify(store)
        #expect(try store.environments(experiment: 1).map(\.binaryHash) == [nil])
        let record = try store.datasets(experiment: 1)
        #expect(record.map(\.treatment.resamples) == (version == 1 ? [true, true] : [true, false]))
        store.close()
        #expect(try rows(path, results) == before.0)
        #expect(try rows(path, curves) == before.1)
        #expect(try rows(path, bits + "position, part, metric") == bitsBefore)
        #expect(try rows(path, treatments) == treated)
        #expect(before.0.count == 38 && before.1.count == 33)
    }

    @Test("a store of this schema opens for reading") func present() throws {
        let store = try Store(path: Samples.fixture(3, in: directory), mode: .readOnly)
        try verify(store)
        #expect(try store.integrityProblems().isEmpty)
        let identity = try store.results(experiment: 1)[0].identity
        let attempt = try store.attempts(of: identity)[0]
        #expect(attempt.outcome.peakBytes == 1_000_000)
        #expect(attempt.outcome.predictionsDigest == SHA256.hash("predictions"))
        #expect(attempt.outcome.predictions == [PartPredictions(part: .test, width: 2, values: [1, -2])])
        #expect(attempt.environment.binaryHash == SHA256.hash("binary"))
        #expect(try store.events(experiment: 1).map(\.detail) == [["jobs": 2]])
    }

    /// What the rows of Fixtures/make.py come to.
    private func verify(_ store: Store) throws {
        let rows = try store.results(experiment: 1)
        #expect(rows.map(\.position) == Array(0..<12))
        #expect(rows.prefix(4).map(\.dataset) == ["moons", "moons", "line", "line"])
        #expect(rows.prefix(2).map(\.method) == ["plain", "sam rho=0.05"])
        #expect(rows.prefix(2).map(\.costInPasses) == [1, 2])
        #expect(rows.map(\.seed) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
        let kinds: [Status.Kind?] = [.completed, .diverged, .completed, .diverged]
        #expect(rows.prefix(4).map(\.kind) == kinds)
        #expect(rows.suffix(4).map(\.kind) == [.completed, nil, .completed, nil])
        #expect(rows[1].status == .diverged("loss is NaN in epoch 2"))
        #expect(rows[0].metric("accuracy", on: .test) == 0.1)
        #expect(rows[0].metric("nll", on: .test) == .infinity)
        #expect(rows[0].metric("nll", on: .validation) == -.infinity)
        #expect(rows[4].metric("accuracy", on: .test)?.isNaN == true)
        #expect(rows[4].metric("nll", on: .test) == 1e-300)
        let zero = try #require(rows[10].metric("rmse", on: .test))
        #expect(zero == 0 && zero.sign == .minus)
        #expect(rows[0].parametersDigest == SHA256.hash("parameters of \(rows[0].identity)"))
        #expect(rows[0].cpuNanoseconds == 1_500_000_000)
        // The second experiment calls two of these cells otherwise.
        let second = try store.results(experiment: 2)
        #expect(second.map(\.identity) == [rows[9].identity, rows[1].identity])
        #expect(second.map(\.method) == ["flat", "flat"] && second.map(\.kind) == [nil, .diverged])
        #expect(try store.attempts(of: rows[5].identity).map(\.outcome.status.kind) == [.failed, .completed])
        #expect(try store.attempts(of: rows[5].identity).map(\.isCurrent) == [false, true])
        let curve = try store.curves(rows[0].identity)
        #expect(curve.map(\.epoch) == [1, 2, 2] && curve.map(\.name) == ["loss", "loss", "nll"])
        #expect(curve[0].value == 0.5 && curve[1].value.isNaN && curve[2].value.sign == .minus)
        for row in rows {
            let cell = try #require(try store.cells(matching: row.identity.description).first)
            #expect(SHA256.hash(cell.specification) == cell.identity.digest && cell.seed == row.seed)
        }
    }

    @Test("a migration that fails changes nothing") func failing() throws {
        let path = try Samples.fixture(2, in: directory)
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(
                sql: "UPDATE cells SET specification_json = '{\"seed\": 1}' WHERE rowid = 3")
        }
        try queue.close()
        #expect(throws: BenchError.self) { try Store(path: path, mode: .readWriteExisting) }
        #expect(try rows(path, "PRAGMA user_version").description.contains("2"))
        #expect(try rows(path, "SELECT * FROM cells").count == 12)
    }
}
