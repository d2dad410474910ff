import Foundation
import Primitives

/// A folder of a task on the node's own disk: SQLite and network file systems do not go together.
struct TaskScratch {
    /// Its path.
    let path: String
    private let lock: Int32

    /// A new one; what killed tasks of the same shard left behind is removed.
    ///
    /// A lock says whether a folder is in use, for a task that is cut off may go on beside the one that follows it.
    init(
        run: String, shard: Int, variables: [String: String] = ProcessInfo.processInfo.environment
    ) throws(BenchError) {
        let roots = [variables["SLURM_TMPDIR"], variables["TMPDIR"], "/tmp"].compactMap(\.self).filter {
            !$0.isEmpty
        }
        let prefix = "bench-\(run.prefix(8))-\(shard)-"
        for root in roots {
            Self.removeStale(in: root, prefix: prefix)
            let path = "\(root)/\(prefix)\(UUID().uuidString.prefix(8))"
            if mkdir(path, 0o700) == 0 {
                self.path = path
                lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
                if lock >= 0 { _ = flock(lock, LOCK_EX | LOCK_NB) }
                return
            }
        }
        throw BenchError(
            .storeBusy, "no temporary folder can be made in \(roots.joined(separator: " or "))",
            remedy: "set TMPDIR to a folder on the node's own disk")
    }

    /// Removes it with all that is in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        if lock >= 0 { close(lock) }
    }

    private static func removeStale(in root: String, prefix: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        where name.hasPrefix(prefix) {
            let lock = open("\(root)/\(name)/lock", O_RDWR | O_CLOEXEC)
            guard lock >= 0 else { continue }
            defer { close(lock) }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 {
                try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
            }
        }
    }
}
