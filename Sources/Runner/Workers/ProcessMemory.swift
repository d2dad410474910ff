import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much memory processes hold, and how much they may.
enum ProcessMemory {
    /// The most bytes that this process has held so far.
    static var peak: Int {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(RUSAGE_SELF.rawValue, &usage)
            return usage.ru_maxrss * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }

    /// The bytes that a process holds now; nil where the system does not tell.
    static func resident(_ process: Int32) -> Int? { pages(process, field: 1) }

    /// The bytes of address space of this process; nil where the system does not tell.
    static var addresses: Int? { pages(getpid(), field: 0) }

    /// A field of /proc/PID/statm, in bytes.
    private static func pages(_ process: Int32, field: Int) -> Int? {
        let file = open("/proc/\(process)/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let fields = bytes[..<count].split(separator: UInt8(ascii: " "))
        guard field < fields.count, let number = Int(String(decoding: fields[field], as: UTF8.self)) else {
            return nil
        }
        return number * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The bytes that the group of processes which this one belongs to may hold; nil where there is no limit.
    static var groupLimit: Int? {
        for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
            if let text = try? String(contentsOfFile: path, encoding: .utf8),
                let limit = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), limit < 1 << 60
            {
                return limit
            }
        }
        return nil
    }

    /// Lets allocations fail that would take this process `bytes` beyond what it has now.
    static func limitGrowth(to bytes: Int) {
        #if canImport(Glibc)
            guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
                let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmData:") }),
                let kibibytes = Int(line.drop { !$0.isNumber }.prefix { $0.isNumber })
            else { return }
            var limit = rlimit()
            let resource = __rlimit_resource_t(RLIMIT_DATA.rawValue)
            guard getrlimit(resource, &limit) == 0 else { return }
            let most = rlim_t(kibibytes * 1024) + rlim_t(bytes)
            limit.rlim_cur = min(limit.rlim_max, most)
            setrlimit(resource, &limit)
        #endif
    }
}
