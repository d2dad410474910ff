import Foundation
import Primitives

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What can be known of a store's file before it is opened.
struct StorePlace {
    /// What is at the path.
    enum Item { case nothing, file, directory, other }

    /// The path as given.
    var path: String
    var item: Item
    var isFileWritable = true
    var isFolderWritable = true
    /// The name of the file system that other machines share, if the file lies on one.
    var network: String?
    /// What the file begins with.
    var header = StoreHeader.empty

    /// Looks at `file`, shown as `path`.
    init(_ file: String, shownAs path: String) {
        self.path = path
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        let type = try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
        switch type {
        case nil: item = .nothing
        case .typeRegular: item = .file
        case .typeDirectory: item = .directory
        default: item = .other
        }
        network = FileSystemKind.network(at: item == .nothing ? folder : file)
        isFolderWritable = access(folder, W_OK) == 0 || errno == ENOENT
        guard item == .file else { return }
        isFileWritable = access(file, W_OK) == 0
        let bytes = FileHandle(forReadingAtPath: file).flatMap { handle in
            defer { try? handle.close() }
            return try? handle.read(upToCount: 100)
        }
        header = StoreHeader(Array(bytes ?? Data()))
    }

    /// A place with known facts.
    init(path: String, item: Item) {
        self.path = path
        self.item = item
    }

    /// Why no store can be opened there; nil when one may be.
    func refusal(_ mode: Store.Mode) -> BenchError? {
        let untouched = "name another file; this one was left untouched"
        switch item {
        case .directory:
            return BenchError(.data, "\"\(path)\" is a directory, not a store", remedy: "name a file")
        case .other:
            return BenchError(.data, "\"\(path)\" is no regular file, so no store", remedy: "name a file")
        case .nothing where mode != .readWriteCreate:
            return BenchError(
                .data, "there is no store at \"\(path)\"",
                remedy: "check the path, or run a suite first: that creates the store")
        default: break
        }
        switch header {
        case .empty, .sound: break
        case .notSQLite:
            return BenchError(.data, "\"\(path)\" is not an SQLite database", remedy: untouched)
        case .foreign:
            return BenchError(
                .data, "\"\(path)\" is an SQLite database of another program", remedy: untouched)
        case .newer(let version):
            return StoreFailure.newer(version, path: path)
        case .damaged(let detail):
            return BenchError(
                .data, "the header of the store \"\(path)\" is damaged: \(detail)",
                remedy: "restore it from a copy")
        }
        guard mode != .readOnly else { return nil }
        if let network {
            return BenchError(
                .storeBusy,
                "the store \"\(path)\" would be written on a network file system (\(network)), where SQLite's "
                    + "write-ahead log and locks do not hold",
                remedy:
                    "write to a local disk and copy the file when the run has ended; reading it there is fine"
            )
        }
        if !isFileWritable {
            return BenchError(
                .storeBusy, "the store \"\(path)\" is write-protected",
                remedy: "give yourself the right to write it (chmod u+w), or work on a copy")
        }
        if !isFolderWritable {
            return BenchError(
                .storeBusy,
                "the folder of the store \"\(path)\" is write-protected: SQLite's log lies beside it",
                remedy: "choose a folder that you may write to")
        }
        return nil
    }
}
