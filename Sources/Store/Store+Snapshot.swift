import Foundation
import GRDB
import Primitives

extension Store {
    /// The schema version of the file at `path`; nil where it is no store, or cannot be read as one.
    public static func schemaVersion(at path: String) -> Int? {
        var configuration = Configuration()
        configuration.readonly = true
        guard FileManager.default.fileExists(atPath: path),
            let queue = try? DatabaseQueue(path: path, configuration: configuration)
        else { return nil }
        defer { try? queue.close() }
        return try? queue.read { database in
            let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
            guard application == applicationID else { return nil }
            return try Int.fetchOne(database, sql: "PRAGMA user_version")
        }
    }

    /// Copies the store at `path`, of any schema, as one moment has it, to a new file `copy`.
    public static func copy(_ path: String, to copy: String) throws(BenchError) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let source = try DatabaseQueue(path: path, configuration: configuration)
            let target = try DatabaseQueue(path: copy)
            try source.backup(to: target)
            try source.close()
            try target.close()
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }
}
