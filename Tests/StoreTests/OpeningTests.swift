import Foundation
import GRDB
import Primitives
import Records
import Testing

@testable import Store

@Suite("Opening a store") struct OpeningTests {
    private let directory: URL
    private let path: String

    init() throws {
        directory = try Samples.temporaryDirectory()
        path = directory.appendingPathComponent("results.sqlite").path
    }

    /// The error of opening; nil when it opens.
    private func failure(_ path: String, _ mode: Store.Mode = .readWriteExisting) -> BenchError? {
        do {
            _ = try Store(path: path, mode: mode)
            return nil
        } catch {
            return error
        }
    }

    private func contents() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    @Test("a new file gets the schema, the identifiers and the pragmas") func create() throws {
        #expect(failure(path)?.exitCode == .data)
        #expect(failure(path, .readOnly)?.exitCode == .data)
        let store = try Store(path: path, mode: .readWriteCreate)
        let pragmas = ["user_version", "application_id", "synchronous", "foreign_keys", "busy_timeout"]
        let values = try store.read { database in
            try pragmas.map { try Int.fetchOne(database, sql: "PRAGMA \($0)") }
        }
        #expect(values == [3, 1_112_425_288, 1, 1, 10_000])
        #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        let tables = try store.read { database in
            try Row.fetchAll(database, sql: "PRAGMA table_list").filter {
                $0["type"] == "table" && !($0["name"] as String).hasPrefix("sqlite")
            }.map { ($0["strict"] as Int) }
        }
        #expect(tables == Array(repeating: 1, count: 16))
        store.close()
        #expect(!FileManager.default.fileExists(atPath: path + ".lock"))
        #expect(throws: BenchError.self) { try store.experiments() }
        _ = try Store(path: path, mode: .readWriteExisting)
        _ = try Store(path: path, mode: .readOnly)
    }

    @Test("an empty file, and a file of an interrupted first opening, become stores") func emptyFile() throws
    {
        try Data().write(to: URL(fileURLWithPath: path))
        let second = directory.appendingPathComponent("second.sqlite").path
        try DatabaseQueue(path: second).inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        for path in [path, second] {
            #expect(Store.isEmpty(path))
            #expect(failure(path, .readOnly)?.description.contains("is empty") == true)
            _ = try Store(path: path, mode: .readWriteCreate)
            #expect(!Store.isEmpty(path))
        }
        #expect(!Store.isEmpty(directory.appendingPathComponent("missing.sqlite").path))
    }

    @Test("another program's database is refused and left as it was") func foreign() throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "CREATE TABLE notes (text)") }
        try queue.close()
        let before = try contents()
        for mode in [Store.Mode.readWriteCreate, .readWriteExisting, .readOnly] {
            let error = try #require(failure(path, mode))
            #expect(error.exitCode == .data && error.description.contains("another program"))
        }
        #expect(try contents() == before)
    }

    @Test("a newer schema is refused") func newer() throws {
        _ = try Store(path: path, mode: .readWriteCreate)
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        let error = try #require(failure(path))
        #expect(error.exitCode == .data && error.description.contains("schema 99"))
        #expect(failure(path, .readOnly)?.exitCode == .data)
    }

    @Test("garbage, long or short, is not SQLite", arguments: [10, 99, 600, 5000])
    func garbage(size: Int) throws {
        let bytes = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) })
        try bytes.write(to: URL(fileURLWithPath: path))
        for mode in [Store.Mode.readWriteCreate, .readOnly] {
            #expect(failure(path, mode)?.exitCode == .data)
        }
        #expect(try contents() == bytes)
    }

    @Test("a corrupted header or page is damage, not a crash") func corrupted() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        _ = try store.recordSample()
        store.close()
        let sound = try contents()
        var header = sound
        for index in 0..<16 { header[index] = 0xAA }
        try header.write(to: URL(fileURLWithPath: path))
        #expect(failure(path)?.exitCode == .data)
        var page = sound
        for index in 100..<4096 { page[index] = 0xAA }
        try page.write(to: URL(fileURLWithPath: path))
        #expect(failure(path)?.exitCode == .data)
        var body = sound
        for index in 8192..<body.count { body[index] = 0xAA }
        try body.write(to: URL(fileURLWithPath: path))
        let problems = Result { try Store(path: path, mode: .readOnly).integrityProblems() }
        switch problems {
        case .success(let found): #expect(!found.isEmpty)
        case .failure(let error): #expect((error as? BenchError)?.exitCode == .data)
        }
    }

    @Test("damage anywhere is harmless or an error, never a crash") func damage() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        let (id, cells) = try store.recordSample(40)
        for cell in cells {
            try store.record(outcome: Samples.outcome(), for: cell.identity, environment: Samples.environment)
        }
        store.close()
        let sound = try contents()
        var state: UInt64 = 1
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var errors = 0
        for _ in 0..<100 {
            var bytes = sound
            let start = 100 + random(below: bytes.count - 200)
            for index in start..<start + 1 + random(below: 64) { bytes[index] = UInt8(random(below: 256)) }
            try bytes.write(to: URL(fileURLWithPath: path))
            do {
                let damaged = try Store(path: path, mode: .readOnly)
                _ = try damaged.experiments()
                _ = try damaged.results(experiment: id)
                _ = try damaged.datasets(experiment: id)
                _ = try damaged.environments(experiment: id)
                _ = try damaged.storedStatuses(of: cells.map(\.identity))
                for cell in cells {
                    _ = try damaged.curves(cell.identity)
                    _ = try damaged.specification(of: cell.identity)
                }
                _ = try damaged.integrityProblems()
            } catch {
                errors += 1
                #expect(error.exitCode == .data || error.exitCode == .internal, "\(error)")
            }
        }
        #expect(errors > 0)
    }

    @Test("a second writer is refused by name, readers are not") func secondWriter() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        let error = try #require(failure(path))
        #expect(error.exitCode == .storeBusy)
        #expect(error.description.contains("(pid \(ProcessInfo.processInfo.processIdentifier))"))
        let link = directory.appendingPathComponent("link.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(failure(link)?.exitCode == .storeBusy)
        let (id, _) = try store.recordSample()
        #expect(try Store(path: path, mode: .readOnly).results(experiment: id).count == 4)
        store.close()
        #expect(failure(path) == nil)
    }

    @Test("a lock file left by a killed process does not matter") func staleLock() throws {
        try Data("999999\n".utf8).write(to: URL(fileURLWithPath: path + ".lock"))
        #expect(failure(path, .readWriteCreate) == nil)
    }

    @Test("a missing directory, a directory and a write-protected one are refused") func places() throws {
        let missing = try #require(failure(directory.path + "/none/results.sqlite", .readWriteCreate))
        #expect(missing.exitCode == .storeBusy && missing.description.contains("remedy"))
        #expect(failure(directory.path, .readWriteCreate)?.exitCode == .data)
        _ = try Store(path: path, mode: .readWriteCreate)
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: directory.path)
        defer {
            try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
        }
        // The superuser may write anywhere.
        guard !FileManager.default.isWritableFile(atPath: directory.path) else { return }
        #expect(failure(path)?.exitCode == .storeBusy)
        #expect(try Store(path: path, mode: .readOnly).experiments().isEmpty)
    }

    @Test(
        "a file that is moved, deleted or replaced while it is written ends the writing",
        arguments: [0, 1, 2])
    func moved(way: Int) throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        _ = try store.recordSample()
        let file = URL(fileURLWithPath: path)
        let elsewhere = file.deletingLastPathComponent().appendingPathComponent("elsewhere")
        switch way {
        case 0: try FileManager.default.removeItem(at: file)
        case 1: try FileManager.default.moveItem(at: file, to: elsewhere)
        default:
            try FileManager.default.copyItem(at: file, to: elsewhere)
            try FileManager.default.removeItem(at: file)
            try FileManager.default.moveItem(at: elsewhere, to: file)
        }
        let error = #expect(throws: BenchError.self) { _ = try store.recordSample() }
        #expect(error?.exitCode == .storeBusy)
        #expect(error?.description.contains("was moved, replaced or deleted") == true)
    }

    @Test("a durable store waits for the disk") func durable() throws {
        let store = try Store(path: path, mode: .readWriteCreate, durable: true)
        #expect(try store.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }

    @Test("SQLite's result codes have exit codes") func codes() {
        let expected: [(ResultCode, ExitCode)] = [
            (.SQLITE_FULL, .storeBusy), (.SQLITE_READONLY, .storeBusy), (.SQLITE_BUSY, .storeBusy),
            (.SQLITE_IOERR, .storeBusy), (.SQLITE_CORRUPT, .data), (.SQLITE_NOTADB, .data),
            (.SQLITE_CONSTRAINT, .internal),
        ]
        for (code, exitCode) in expected {
            #expect(StoreFailure.translate(DatabaseError(resultCode: code), path: "p").exitCode == exitCode)
        }
    }

    @Test("a full disk loses nothing that was recorded") func fullDisk() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        let (id, cells) = try store.recordSample()
        try store.record(outcome: Samples.outcome(), for: cells[0].identity, environment: Samples.environment)
        try store.read { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        var outcome = Samples.outcome()
        outcome.curves = (0..<10_000).map { CurvePoint(epoch: $0, part: .train, name: "loss", value: 1) }
        let thrown = #expect(throws: BenchError.self) {
            try store.record(outcome: outcome, for: cells[1].identity, environment: Samples.environment)
        }
        #expect(thrown?.exitCode == .storeBusy && thrown?.description.contains("full") == true)
        #expect(try store.results(experiment: id).map { $0.status?.kind } == [.completed, nil, nil, nil])
        #expect(try store.integrityProblems().isEmpty)
    }

    /// Copying the file and its log while the writer lives is what a kill at that moment leaves behind.
    @Test("what a killed writer had committed is there") func killed() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        let (id, cells) = try store.recordSample()
        try store.record(outcome: Samples.outcome(), for: cells[0].identity, environment: Samples.environment)
        let copy = directory.appendingPathComponent("copy.sqlite").path
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        let survivor = try Store(path: copy, mode: .readWriteExisting)
        #expect(try survivor.results(experiment: id).map { $0.status?.kind } == [.completed, nil, nil, nil])
        #expect(try survivor.integrityProblems().isEmpty)
        withExtendedLifetime(store) {}
    }
}

@Suite("Moments as text") struct TimestampTests {
    @Test(
        "are ISO 8601 in UTC",
        arguments: [
            (0.0, "1970-01-01T00:00:00.000000Z"), (1_700_000_000.25, "2023-11-14T22:13:20.250000Z"),
            (951_782_400, "2000-02-29T00:00:00.000000Z"), (-0.5, "1969-12-31T23:59:59.500000Z"),
            (4_102_444_799.999_999, "2099-12-31T23:59:59.999999Z"),
        ])
    func text(seconds: Double, expected: String) throws {
        #expect(Timestamp.text(seconds) == expected)
        let read = try Timestamp.seconds(expected)
        #expect(abs(read - seconds) < 1e-6)
    }

    @Test("other texts are damage", arguments: ["", "2026-01-31T23:59:59Z", "2026-0a-31T23:59:59.123456Z"])
    func damaged(text: String) { #expect(throws: BenchError.self) { try Timestamp.seconds(text) } }
}
