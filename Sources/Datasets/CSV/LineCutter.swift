#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Cuts bytes that arrive in chunks into physical lines, which end at "\n", "\r\n" or a lone "\r".
///
/// Lines that lie within a chunk are not copied.
struct LineCutter {
    private var pending: [UInt8] = []
    private var endsInReturn = false

    /// Calls `body` with every line that `bytes` complete, its end included.
    mutating func cut(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard var start = bytes.baseAddress, bytes.count > 0 else { return }
        let end = start + bytes.count
        if endsInReturn {
            if start.load(as: UInt8.self) == 0x0A {
                pending.append(0x0A)
                start += 1
            }
            endPending(body)
        }
        // Found once and kept, so that lone returns before a distant newline cost no second search for it.
        var newline = memchr(start, 0x0A, end - start).map { UnsafeRawPointer($0) }
        while start < end {
            let limit = newline ?? end
            let lineEnd: UnsafeRawPointer
            if let found = memchr(start, 0x0D, limit - start).map({ UnsafeRawPointer($0) }) {
                if found + 1 == newline {
                    lineEnd = found + 2
                } else if found + 1 < end {
                    lineEnd = found + 1
                } else {
                    // Whether a newline follows is for the next chunk to say.
                    keep(UnsafeRawBufferPointer(start: start, count: end - start))
                    endsInReturn = true
                    return
                }
            } else if let newline {
                lineEnd = newline + 1
            } else {
                keep(UnsafeRawBufferPointer(start: start, count: end - start))
                return
            }
            let line = UnsafeRawBufferPointer(start: start, count: lineEnd - start)
            if pending.isEmpty {
                body(line)
            } else {
                keep(line)
                endPending(body)
            }
            start = lineEnd
            if let before = newline, before < start {
                newline = memchr(start, 0x0A, end - start).map { UnsafeRawPointer($0) }
            }
        }
    }

    /// Calls `body` with what is left after the last byte.
    mutating func finish(_ body: (UnsafeRawBufferPointer) -> Void) {
        if !pending.isEmpty { endPending(body) }
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
        pending.append(contentsOf: bytes.bindMemory(to: UInt8.self))
    }

    private mutating func endPending(_ body: (UnsafeRawBufferPointer) -> Void) {
        endsInReturn = false
        pending.withUnsafeBytes(body)
        pending.removeAll(keepingCapacity: true)
    }
}
