import Primitives
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The right to write a store: an exclusive `flock` on `<store>.lock`, which holds the owner's process id.
///
/// The system releases it when the process ends, however it ends. The store's own file is not locked this
/// way: closing another descriptor of it would drop SQLite's locks.
final class WriterLock: Sendable {
    private let file: String
    private let descriptor: Mutex<Int32?>

    /// Takes the lock, or throws `.storeBusy` naming the process that has it.
    init(store: String, shownAs path: String) throws(BenchError) {
        file = store + ".lock"
        while true {
            let opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard opened >= 0 else {
                let reason = String(cString: strerror(errno))
                throw BenchError(
                    .storeBusy, "cannot write beside the store \"\(path)\": \(reason)",
                    remedy: "choose a directory that exists and that you may write to")
            }
            guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
                let holder = WriterLock.holder(opened)
                Self.shut(opened)
                throw BenchError(
                    .storeBusy,
                    "another process\(holder.map { " (pid \($0))" } ?? "") is writing the store \"\(path)\"",
                    remedy: "wait until it ends, stop it, or use another store")
            }
            // The previous owner may have unlinked the file between our open and our lock.
            var ours = stat()
            var present = stat()
            if fstat(opened, &ours) == 0, stat(file, &present) == 0, ours.st_ino == present.st_ino,
                ours.st_dev == present.st_dev
            {
                descriptor = Mutex(opened)
                break
            }
            Self.shut(opened)
        }
        let text = Array("\(getpid())\n".utf8)
        descriptor.withLock { opened in
            guard let opened else { return }
            _ = ftruncate(opened, 0)
            _ = pwrite(opened, text, text.count, 0)
        }
    }

    /// Gives the lock back; a second call does nothing.
    func release() {
        descriptor.withLock { opened in
            guard let held = opened else { return }
            unlink(file)
            Self.shut(held)
            opened = nil
        }
    }

    deinit { release() }

    private static func shut(_ descriptor: Int32) { _ = close(descriptor) }

    private static func holder(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 24)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count], as: UTF8.self).prefix { $0.isNumber })
    }
}
