#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long the calling thread has been computing.
enum ThreadTime {
    /// CPU nanoseconds of the calling thread: other programs on the machine do not count.
    static var nanoseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }
}
