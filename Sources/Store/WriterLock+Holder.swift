import Foundation

extension Store {
    /// The process that writes the store at `path` at this moment; nil when none does.
    ///
    /// Asking does not hinder a writer: the lock is only tried where the process that is named in it lives.
    public static func writer(of path: String) -> Int32? {
        lockHolder(URL(fileURLWithPath: path).resolvingSymlinksInPath().path + ".lock")
    }
}

/// The process that holds the lock `file`.
private func lockHolder(_ file: String) -> Int32? {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 24)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0,
        let holder = Int32(String(decoding: bytes[..<count], as: UTF8.self).prefix { $0.isNumber }),
        kill(holder, 0) == 0 || errno == EPERM
    else { return nil }
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
    return errno == EWOULDBLOCK ? holder : nil
}
