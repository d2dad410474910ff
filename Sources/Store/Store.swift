import Foundation
import GRDB
import Primitives
import Records
import Synchronization

/// The results of all experiments in one SQLite file.
///
/// One process writes, any number read. A value is either committed or absent: a process killed at any moment
/// loses only what it had not yet recorded. Nothing is ever changed or deleted; a second attempt at a cell is
/// a second row. All methods may be called from any thread and wait for their turn.
public final class Store: Sendable {
    /// What a store is opened for.
    public enum Mode: Sendable, Hashable {
        /// Reading and writing; a missing file is created.
        case readWriteCreate
        /// Reading and writing a file that must exist.
        case readWriteExisting
        /// Reading a file that must exist, while another process may be writing it.
        case readOnly
    }

    /// What SQLite's header says of our files: the letters "BNCH".
    public static let applicationID: Int32 = 0x424E_4348
    /// The schema version that this program writes.
    public static let schemaVersion = Migration.all.count

    /// The file's path as given.
    public let path: String
    /// What the store was opened for.
    public let mode: Mode
    private let connection: Mutex<Connection?>
    /// The environment that outcomes were recorded with last, and its row: a run has one for all its transactions.
    let knownEnvironment = Mutex<(environment: Environment, id: Int64)?>(nil)

    /// Opens the store at `path`, creating or migrating its tables where the mode allows it.
    ///
    /// `durable`: what is committed is on the disk when the call returns, so that not even a power cut loses it.
    /// Throws a `BenchError`: `.data` when the file is missing, not SQLite, another program's, damaged, or
    /// written by a newer version; `.storeBusy` when another process writes it, or the place cannot be
    /// written: write-protected, or on a network file system.
    public init(path: String, mode: Mode, durable: Bool = false) throws(BenchError) {
        self.path = path
        self.mode = mode
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if let refusal = StorePlace(file, shownAs: path).refusal(mode) { throw refusal }
        let lock = mode == .readOnly ? nil : try WriterLock(store: file, shownAs: path)
        do {
            let queue = try Store.open(file, mode: mode, durable: durable)
            try Store.prepare(queue, path: path, mode: mode)
            connection = Mutex(
                Connection(queue: queue, lock: lock, file: mode == .readOnly ? nil : StoreFile(file)))
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }

    /// Closes the file, once calls under way have ended, and lets another process write; later calls throw.
    ///
    /// Optional: releasing the store does it too.
    public func close() {
        // Outside the lock: the connection's end may wait for the disk.
        let ended = connection.withLock { connection in
            defer { connection = nil }
            return connection
        }
        withExtendedLifetime(ended) {}
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(BenchError) -> Value {
        do {
            return try open().queue.read(body)
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }

    /// One transaction: all of it or nothing.
    ///
    /// Throws `.storeBusy` where the file is no longer at its path: what is written then would be lost with it.
    func write<Value>(_ body: (Database) throws -> Value) throws(BenchError) -> Value {
        do {
            let connection = try open()
            return try connection.queue.write { database in
                let value = try body(database)
                if let file = connection.file, !file.isInPlace { throw StoreFailure.moved(path) }
                return value
            }
        } catch {
            throw StoreFailure.translate(error, path: path)
        }
    }

    private func open() throws -> Connection {
        guard let current = connection.withLock({ $0 }) else {
            throw BenchError(.internal, "the store \"\(path)\" was used after it had been closed")
        }
        return current
    }
}

/// An open connection and the right to write; both end with the last call that uses them.
private final class Connection: Sendable {
    let queue: DatabaseQueue
    /// The file that is written; nil for a reader.
    let file: StoreFile?
    private let lock: WriterLock?

    init(queue: DatabaseQueue, lock: WriterLock?, file: StoreFile?) {
        self.queue = queue
        self.lock = lock
        self.file = file
    }

    deinit {
        try? queue.close()
        lock?.release()
    }
}
