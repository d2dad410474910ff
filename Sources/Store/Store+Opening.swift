import Foundation
import GRDB
import Primitives

extension Store {
    static func open(_ file: String, mode: Mode, durable: Bool = false) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = mode == .readOnly
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = \(durable ? "FULL" : "NORMAL")")
        }
        do {
            return try DatabaseQueue(path: file, configuration: configuration)
        } catch let error as DatabaseError
            where mode == .readOnly && [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            // A WAL file needs a writable directory even for reading, unless it is declared immutable; that
            // is safe when no unmerged log lies beside it, as on a read-only medium.
            let log = try? FileManager.default.attributesOfItem(atPath: file + "-wal")[.size] as? Int
            guard log ?? 0 == 0,
                let escaped = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
            else { throw error }
            return try DatabaseQueue(path: "file:\(escaped)?immutable=1", configuration: configuration)
        }
    }

    /// Whether the file at `path` is empty, as a process leaves it that is killed while it creates a store.
    ///
    /// False for a file that is missing or cannot be read.
    public static func isEmpty(_ path: String) -> Bool {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let queue = try? open(file, mode: .readOnly) else { return false }
        return (try? queue.inDatabase { try inspect($0, path: path) == 0 }) ?? false
    }

    /// Refuses what is not ours before the first byte is written, then brings the schema up to date.
    static func prepare(_ queue: DatabaseQueue, path: String, mode: Mode) throws {
        try queue.inDatabase { database in
            let version = try inspect(database, path: path)
            if mode == .readOnly {
                guard version > 0 else {
                    throw BenchError(
                        .data,
                        "the store \"\(path)\" is empty: what created it was stopped before its first table",
                        remedy: "run a suite into it, or delete it")
                }
                guard version == schemaVersion else {
                    throw BenchError(
                        .data,
                        "the store \"\(path)\" has schema \(version), older than ours, \(schemaVersion)",
                        remedy: "open it once for writing, e.g. by running a suite into it, to migrate it")
                }
                return
            }
            let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
            guard journal == "wal" else {
                throw BenchError(
                    .storeBusy, "the file system of \"\(path)\" does not support SQLite's write-ahead log",
                    remedy: "put the store on a local disk")
            }
            guard version < schemaVersion else { return }
            // All in one: whoever is killed meanwhile leaves what was there, an old store or an empty one.
            try database.inTransaction(.immediate) {
                for migration in Migration.all where migration.version > version {
                    try migration.run(in: database)
                }
                try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(schemaVersion)")
                let event = StoredEvent(
                    kind: version == 0 ? "store created" : "store migrated",
                    detail: ["from": .integer(version), "to": .integer(schemaVersion)])
                try insert(event, in: database)
                return .commit
            }
        }
    }

    /// The schema version; 0 for a new, empty file.
    static func inspect(_ database: Database, path: String) throws -> Int {
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if application == 0, version == 0, objects == 0 { return 0 }
        guard application == applicationID else {
            throw BenchError(
                .data, "\"\(path)\" is an SQLite database of another program",
                remedy: "name another file; this one was left untouched")
        }
        guard version <= schemaVersion else {
            throw StoreFailure.newer(version, path: path)
        }
        return version
    }
}
