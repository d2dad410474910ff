import Foundation
import Numerics
import Primitives
import Records
import Store

/// Puts what several stores hold into one.
///
/// Every source is opened and checked before the target is touched. One of an older schema is copied to a temporary
/// folder and brought up to date there; sources themselves are only read, each as one moment has it.
public struct StoreMerge {
    private let sources: [String]
    private let target: String

    /// A merge of the files `sources` into the file `target`, which is made where it is missing.
    public init(sources: [String], target: String) {
        self.sources = sources
        self.target = target
    }

    /// Merges.
    ///
    /// Throws `.usage` where the target is a source, `.data` where a source is missing, another program's or
    /// damaged, `.storeBusy` where the target cannot be written.
    public func run() throws(BenchError) -> MergeReport {
        for source in sources where Self.isSame(source, target) {
            throw BenchError(
                .usage, "\"\(source)\" is the store that is merged into",
                remedy: "name another store with --into, or leave this one out")
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-merge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var stores: [Store] = []
        for (index, source) in sources.enumerated() {
            stores.append(try Self.open(source, copies: folder, number: index))
        }
        defer { for store in stores { store.close() } }
        let store = try Store(path: target, mode: .readWriteCreate)
        defer { store.close() }
        var report = MergeReport(target: target)
        for (source, opened) in zip(sources, stores) {
            let summary = try store.merge(from: opened)
            report.add(summary, of: source)
        }
        try report.describeConflicts(in: store)
        return report
    }

    /// The store at `path`, sound and of the current schema.
    private static func open(_ path: String, copies folder: URL, number: Int) throws(BenchError) -> Store {
        var opened = path
        if try (1..<Store.schemaVersion).contains(Store.schemaVersion(at: path)) {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch {
                throw BenchError(
                    .internal, "cannot make the folder \"\(folder.path)\": \(error.localizedDescription)",
                    remedy: "set TMPDIR to a folder that can be written")
            }
            opened = folder.appendingPathComponent("\(number).sqlite").path
            try Store.copy(path, to: opened)
            try Store(path: opened, mode: .readWriteExisting).close()
        }
        let store = try Store(path: opened, mode: .readOnly)
        guard let problem = try store.integrityProblems(hash: .accelerated()).first else { return store }
        throw BenchError(
            .data, "the store \"\(path)\" is damaged: \(problem)",
            remedy: "restore it from a copy, or rescue what is left with: sqlite3 \"\(path)\" .recover")
    }

    private static func isSame(_ a: String, _ b: String) -> Bool {
        func file(_ path: String) -> [FileAttributeKey: Any]? {
            try? FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        }
        guard let first = file(a), let second = file(b) else { return false }
        return first[.systemFileNumber] as? Int == second[.systemFileNumber] as? Int
            && first[.systemNumber] as? Int == second[.systemNumber] as? Int
    }
}
