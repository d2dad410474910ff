import Foundation
import GRDB
import Numerics
import Primitives
import Records
import Store
import Testing

@testable import Runner

/// Stored cells are trained again and compared, and every damage is found and named.
@Suite("Verification")
struct VerifierTests {
    /// Trains cells one after the other on the calling thread.
    struct SerialDispatcher: Dispatcher {
        /// What becomes of an outcome on its way.
        var change: @Sendable (inout Outcome) -> Void = { _ in }

        func run(
            _ batch: CellBatch, options: DispatchOptions, interruption: Interruption,
            handle: (DispatchEvent) throws(BenchError) -> Void
        ) throws(BenchError) -> Int {
            let executor = CellExecutor(instructionSet: options.instructionSet, jobs: 1)
            for number in 0..<batch.count {
                if interruption.isRequested { return batch.count - number }
                var outcome = try executor.execute(batch.request(number))!
                change(&outcome)
                try handle(.ended(worker: 0, cell: number, outcome: outcome, isFinal: true))
            }
            return 0
        }
    }

    /// A folder with a data file, a suite and a store of its eight cells, two of which diverge.
    final class Fixture {
        let folder: URL
        let plan: SuitePlan
        var storePath: String { folder.appendingPathComponent("s.sqlite").path }
        var suitePath: String { folder.appendingPathComponent("suite.yaml").path }

        init(_ rate: String = "1e30") throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "bench-test-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var rows = "a,b,y\n"
            for row in 0..<60 { rows += "\(row % 7),\(row * row % 11),\(row % 3 == 0 ? "u" : "v")\n" }
            try Data(rows.utf8).write(to: folder.appendingPathComponent("rows.csv"))
            let suite = """
                version: 1
                name: small
                seeds: 2
                datasets:
                  - {id: moons, kind: two-moons, n: 60}
                  - {id: rows, kind: csv, path: rows.csv, target: y}
                models: [{id: mlp, kind: mlp, hidden: [4]}]
                methods: [baseline, {name: wild, stack: [{id: sgd, learning_rate: \(rate)}]}]
                training: {epochs: 2}
                """
            try Data(suite.utf8).write(to: folder.appendingPathComponent("suite.yaml"))
            plan = try SuitePlan(path: folder.appendingPathComponent("suite.yaml").path)
            let store = try Store(path: storePath, mode: .readWriteCreate)
            let environment = EnvironmentProbe.environment(instructionSet: .best)
            try store.record(
                experiment: plan.experiment, environment: environment, datasets: plan.datasets,
                cells: plan.cells, costs: plan.costs)
            let executor = CellExecutor(instructionSet: .best, jobs: 1)
            for cell in plan.cells {
                let outcome = try executor.execute(CellRequest(cell, of: plan, keepsPredictions: true))!
                try store.record(outcome: outcome, for: cell.identity, environment: environment)
            }
            store.close()
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        /// Changes the store behind its back.
        func damage(_ body: (Database) throws -> Void) throws {
            let queue = try DatabaseQueue(path: storePath)
            try queue.write(body)
            try queue.close()
        }

        func store() throws -> Store { try Store(path: storePath, mode: .readOnly) }

        func verify(
            _ options: Verifier.Options = .init(choice: .all),
            through dispatcher: SerialDispatcher = SerialDispatcher(),
            interruption: Interruption = Interruption()
        ) throws -> VerificationReport {
            try Verifier(store(), options).run(
                through: dispatcher, options: .init(jobs: 1, isolation: .thread, instructionSet: .best),
                environment: EnvironmentProbe.environment(instructionSet: .best), interruption: interruption)
        }

        /// The cell with this label, and the number of the attempt at it.
        func attempt(_ label: String) throws -> (identity: CellIdentity, number: Int) {
            let cell = try #require(plan.cells.first { $0.label == label })
            return (cell.identity, try #require(try store().attempts(of: cell.identity).first).id)
        }
    }

    @Test("finds all cells of an untouched store identical, those that diverged too")
    func untouched() throws {
        let fixture = try Fixture()
        let wild = try fixture.attempt("moons / mlp / wild / seed 0")
        #expect(
            try fixture.store().attempts(of: wild.identity).first?.outcome.status.kind == .diverged)
        let report = try fixture.verify()
        #expect(report.exitCode == .success)
        #expect(report.verified == 8)
        #expect(report.text == "verified 8 of 8 cells: 8 identical\n")
        let json = try JSONParser.parse(report.json)
        #expect(json["identical"]?.integer == 8)
    }

    @Test("names the cell where one bit of a digest was flipped", arguments: ["parameters", "predictions"])
    func digest(_ kind: String) throws {
        let fixture = try Fixture()
        let label = "rows / mlp / baseline / seed 1"
        let attempt = try fixture.attempt(label)
        try fixture.damage { database in
            let text = try String.fetchOne(
                database, sql: "SELECT sha256 FROM digests WHERE attempt_id = ? AND kind = ?",
                arguments: [attempt.number, kind])!
            // The lowest bit of the last of 256.
            let last = String(UInt8(text.suffix(1), radix: 16)! ^ 1, radix: 16)
            try database.execute(
                sql: "UPDATE digests SET sha256 = ? WHERE attempt_id = ? AND kind = ?",
                arguments: [text.dropLast() + last, attempt.number, kind])
        }
        let report = try fixture.verify()
        #expect(report.exitCode == .verificationMismatch)
        #expect(report.mismatches.map(\.identity) == [attempt.identity])
        #expect(report.mismatches[0].differences.map(\.subject) == ["SHA-256 of \(kind)"])
        #expect(report.text.contains("MISMATCH \(attempt.identity)  \(label)\n"))
        #expect(report.text.contains("verified 8 of 8 cells: 7 identical, 1 different"))
    }

    @Test("says what a store of an older program lacks, and takes it for no difference")
    func olderStore() throws {
        let fixture = try Fixture()
        try fixture.damage { database in
            try database.execute(
                sql: "DELETE FROM metrics WHERE measure_id IN (SELECT id FROM measures WHERE name = 'auroc')")
        }
        let report = try fixture.verify()
        #expect(report.exitCode == .success)
        let count = try #require(report.notStored["auroc"])
        #expect(report.notStored.count == 1 && (1...8).contains(count))
        #expect(
            report.text.contains(
                "1 metric of \(count) cells not compared, as they were not stored then: auroc"))
        #expect(try JSONParser.parse(report.json)["not_stored_then"]?["auroc"]?.integer == count)
    }

    @Test("names the cell and the value where one bit of a number was flipped")
    func numbers() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt("moons / mlp / baseline / seed 0")
        func flip(_ table: String, _ measure: (part: String, name: String), epoch: Int?) throws {
            try fixture.damage { database in
                let condition =
                    """
                    attempt_id = ? AND measure_id = (SELECT id FROM measures WHERE part = ? AND name = ?)
                    """ + (epoch.map { " AND epoch = \($0)" } ?? "")
                let place: StatementArguments = [attempt.number, measure.part, measure.name]
                let value = try Double.fetchOne(
                    database, sql: "SELECT value FROM \(table) WHERE \(condition)", arguments: place)!
                try database.execute(
                    sql: "UPDATE \(table) SET value = ? WHERE \(condition)",
                    arguments: [Double(bitPattern: value.bitPattern ^ 1)] + place)
                #expect(database.changesCount == 1)
            }
        }
        try flip("metrics", ("test", "accuracy"), epoch: nil)
        try flip("curves", ("train", "loss"), epoch: 2)
        let report = try fixture.verify()
        #expect(report.exitCode == .verificationMismatch)
        #expect(report.mismatches.map(\.identity) == [attempt.identity])
        #expect(
            report.mismatches[0].differences.map(\.subject) == ["metric test.accuracy", "curve train.loss"])
        #expect(report.text.contains("curve train.loss: first differs in epoch 2: stored 0x1."))
    }

    @Test("sees a byte of kept predictions that changed")
    func predictions() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt("moons / mlp / baseline / seed 0")
        try fixture.damage { database in
            var bytes = try Data.fetchOne(
                database, sql: "SELECT outputs FROM predictions WHERE attempt_id = ? AND part = 'test'",
                arguments: [attempt.number])!
            bytes[bytes.startIndex] ^= 1
            try database.execute(
                sql: "UPDATE predictions SET outputs = ? WHERE attempt_id = ? AND part = 'test'",
                arguments: [bytes, attempt.number])
        }
        #expect(
            try fixture.verify().mismatches.map { $0.differences.map(\.subject) } == [["predictions of test"]]
        )
    }

    @Test("asks each cell for the predictions that are kept of it, whatever its configuration's first has")
    func keptByCell() throws {
        let fixture = try Fixture()
        let cells = try (0..<2).map { try fixture.attempt("moons / mlp / baseline / seed \($0)") }
            .sorted { $0.identity < $1.identity }
        try fixture.damage { database in
            try database.execute(
                sql: "DELETE FROM predictions WHERE attempt_id = ?", arguments: [cells[0].number])
            var bytes = try Data.fetchOne(
                database, sql: "SELECT outputs FROM predictions WHERE attempt_id = ? AND part = 'test'",
                arguments: [cells[1].number])!
            bytes[bytes.startIndex] ^= 1
            try database.execute(
                sql: "UPDATE predictions SET outputs = ? WHERE attempt_id = ? AND part = 'test'",
                arguments: [bytes, cells[1].number])
        }
        #expect(try fixture.verify().mismatches.map(\.identity) == [cells[1].identity])
    }

    @Test("finds an identity that is not that of its cell, wherever it stands in its configuration")
    func identity() throws {
        let fixture = try Fixture()
        let cells = try (0..<2).map { try fixture.attempt("moons / mlp / baseline / seed \($0)") }
            .sorted { $0.identity < $1.identity }
        let wrong = String(repeating: "f", count: 64)
        try fixture.damage {
            try $0.execute(
                sql: "UPDATE cells SET identity = ? WHERE identity = ?",
                arguments: [wrong, cells[1].identity.description])
        }
        let error = #expect(throws: BenchError.self) { try fixture.verify() }
        #expect(error?.exitCode == .data)
        #expect(error?.description.contains(wrong) == true)
        let target = fixture.folder.appendingPathComponent("merged.sqlite").path
        let merge = #expect(throws: BenchError.self) {
            try StoreMerge(sources: [fixture.storePath], target: target).run()
        }
        #expect(merge?.exitCode == .data && merge?.description.contains(wrong) == true)
    }

    @Test("tells how a stored cell is trained from its suite: a run would leave it out")
    func whyCommand() throws {
        let fixture = try Fixture()
        let cell = try fixture.attempt("moons / mlp / baseline / seed 0").identity
        let text = try WhyDocument(cell, in: fixture.store()).text
        #expect(text.split(separator: "\n").contains { $0.contains("bench run") && $0.hasSuffix(" --force") })
    }

    @Test("finds a specification that is not that of its identity")
    func specification() throws {
        let fixture = try Fixture()
        try fixture.damage {
            try $0.execute(
                sql: """
                    UPDATE configurations SET specification_json =
                        replace(specification_json, '"epochs":2', '"epochs":3')
                    """)
        }
        let error = #expect(throws: BenchError.self) { try fixture.verify() }
        #expect(error?.exitCode == .data)
    }

    @Test("tells a cell whose attempts differ among themselves")
    func conflicts() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt("moons / mlp / baseline / seed 1")
        let store = try Store(path: fixture.storePath, mode: .readWriteExisting)
        var outcome = try #require(try store.attempts(of: attempt.identity).first).outcome
        try store.record(
            outcome: outcome, for: attempt.identity,
            environment: EnvironmentProbe.environment(instructionSet: .best))
        outcome.metrics[0].value = outcome.metrics[0].value.nextUp
        outcome.startedAt -= 1000
        try store.record(
            outcome: outcome, for: attempt.identity,
            environment: EnvironmentProbe.environment(instructionSet: .best))
        store.close()
        let report = try fixture.verify(.init(choice: .cells([attempt.identity])))
        #expect(report.exitCode == .verificationMismatch)
        #expect(report.conflicts.count + report.mismatches.count >= 1)
        #expect(report.conflicts.count == 1)
        #expect(report.text.contains("which counts"))
    }

    @Test("counts what cannot be verified, and says so where it is named")
    func failed() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt("moons / mlp / baseline / seed 0")
        try fixture.damage {
            try $0.execute(
                sql: "UPDATE attempts SET status = 'timed_out', cause = 'slow' WHERE id = ?",
                arguments: [attempt.number])
        }
        let report = try fixture.verify()
        #expect(report.exitCode == .success)
        #expect(report.verified == 7)
        #expect(report.text.contains("1 cell not verifiable: timed out"))
        let named = try fixture.verify(.init(choice: .cells([attempt.identity])))
        #expect(named.exitCode == .nothingCompared)
        #expect(named.mismatches.isEmpty)
        #expect(
            named.text.contains("1 cell not verifiable: timed out, so there are no bits to compare"))
    }

    @Test("counts apart what this program cannot make, with the reason, and exits 4 where nothing is left")
    func foreign() throws {
        let fixture = try Fixture()
        try fixture.makeForeign(where: "specification_json LIKE '%two-moons%'")
        let report = try fixture.verify()
        #expect(report.exitCode == .success)
        #expect(report.verified == 4)
        #expect(
            report.text.contains(
                "4 cells left out: this program cannot make that cell: it was made with numerics 1"))
        try fixture.makeForeign(where: "1")
        let none = try fixture.verify()
        #expect(none.exitCode == .nothingCompared)
        #expect(none.verified == 0)
    }

    @Test("samples the same cells for the same seed, over all configurations")
    func sample() throws {
        let fixture = try Fixture()
        let report = try fixture.verify(.init(choice: .sample(4, seed: 7)))
        #expect(report.chosen == 4)
        #expect(report.verified == 4)
        #expect(report.population == 8)
        #expect(report.text == "verified 4 of 8 cells: 4 identical\n")
    }

    @Test("says that data are missing or others, and finds them in another folder")
    func data() throws {
        let fixture = try Fixture()
        let file = fixture.folder.appendingPathComponent("rows.csv")
        let elsewhere = fixture.folder.appendingPathComponent("elsewhere")
        try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
        try FileManager.default.moveItem(at: file, to: elsewhere.appendingPathComponent("rows.csv"))
        let missing = #expect(throws: BenchError.self) { try fixture.verify() }
        #expect(missing?.exitCode == .data)
        #expect(missing?.description.contains("the data of \"rows\"") == true)
        #expect(missing?.description.contains("--data DIR") == true)
        #expect(
            try fixture.verify(.init(choice: .all, dataDirectory: elsewhere.path)).text
                == "verified 8 of 8 cells: 8 identical\n")
        let rows = try String(
            contentsOf: elsewhere.appendingPathComponent("rows.csv"), encoding: .utf8)
        try Data(rows.replacingOccurrences(of: "\n6,3,", with: "\n6,4,").utf8).write(to: file)
        let other = #expect(throws: BenchError.self) { try fixture.verify() }
        #expect(other?.exitCode == .data)
        #expect(other?.description.contains("are not those that the cell is about") == true)
    }

    @Test("exits 5 where a cell does not come to its end now, which is no mismatch")
    func unfinished() throws {
        let fixture = try Fixture()
        let report = try fixture.verify(
            through: SerialDispatcher { $0 = CellExecutor.untrained(.timedOut("longer than 1 s")) })
        #expect(report.exitCode == .cellsFailed)
        #expect(report.verified == 0)
        #expect(report.unfinished.count == 8)
        #expect(report.text.contains("timed out: longer than 1 s"))
    }

    @Test("exits 130 where it was interrupted, and says how many cells are left")
    func interrupted() throws {
        let interruption = Interruption()
        interruption.request()
        let report = try Fixture().verify(interruption: interruption)
        #expect(report.exitCode == .interrupted)
        #expect(report.remaining == 8)
    }

    @Test("compares with another store without training")
    func other() throws {
        let (one, two) = (try Fixture(), try Fixture())
        let same = try Verifier(one.store(), .init(choice: .all)).run(against: two.store())
        #expect(same.exitCode == .success)
        #expect(same.verified == 8)
        let attempt = try two.attempt("rows / mlp / baseline / seed 0")
        try two.damage {
            try $0.execute(
                sql: "UPDATE curves SET value = value + 1 WHERE attempt_id = ?", arguments: [attempt.number])
            try $0.execute(sql: "UPDATE attempts SET status = 'failed' WHERE id = ?", arguments: [1])
        }
        let report = try Verifier(one.store(), .init(choice: .all)).run(against: two.store())
        #expect(report.exitCode == .verificationMismatch)
        #expect(report.mismatches.contains { $0.identity == attempt.identity })
        // Other cells, nothing in common.
        let third = try Fixture("1e29")
        let partly = try Verifier(one.store(), .init(choice: .all)).run(against: third.store())
        #expect(partly.verified == 4)
        #expect(partly.text.contains("4 cells left out: the other store has no attempt at them"))
    }
}

extension VerifierTests.Fixture {
    /// Makes configurations those of an older arithmetic, identities and all.
    func makeForeign(where condition: String) throws {
        try damage { database in
            for row in try Row.fetchAll(
                database, sql: "SELECT id, specification_json FROM configurations WHERE \(condition)")
            {
                guard case .object(var members) = try JSONParser.parse(row["specification_json"]) else {
                    continue
                }
                members["numerics"] = 1
                let text = JSONValue.object(members).canonical
                try database.execute(
                    sql: """
                        UPDATE configurations SET specification_json = ?, sha256 = ?, numerics_version = 1
                        WHERE id = ?
                        """,
                    arguments: [text, SHA256.hash(text).hexadecimal, row["id"] as Int])
                for cell in try Row.fetchAll(
                    database, sql: "SELECT id, seed FROM cells WHERE configuration_id = ?",
                    arguments: [row["id"] as Int])
                {
                    members["seed"] = .integer(cell["seed"])
                    let identity = SHA256.hash(JSONValue.object(members).canonical).hexadecimal
                    try database.execute(
                        sql: "UPDATE cells SET identity = ? WHERE id = ?",
                        arguments: [identity, cell["id"] as Int])
                }
            }
        }
    }
}
