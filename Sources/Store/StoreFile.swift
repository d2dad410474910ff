#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that is open, as the system knows it whatever its name.
struct StoreFile: Sendable {
    private let path: String
    private let device: UInt64
    private let number: UInt64

    /// The file that is at `path` now; nil where that cannot be told.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.path = path
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// Whether it is still at its path; true where that cannot be told.
    var isInPlace: Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno != ENOENT && errno != ENOTDIR }
        return UInt64(truncatingIfNeeded: status.st_dev) == device
            && UInt64(truncatingIfNeeded: status.st_ino) == number
    }
}
