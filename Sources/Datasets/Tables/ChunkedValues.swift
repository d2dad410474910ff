#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A growing list of numbers that never moves: growth takes another chunk and copies nothing.
///
/// A doubling array needs three times its size while it grows; this needs at most one chunk more than its
/// content. The owner calls `deallocate`.
struct ChunkedValues<Element: BitwiseCopyable> {
    private var chunks: [(base: UnsafeMutablePointer<Element>, capacity: Int)] = []
    private var next: UnsafeMutablePointer<Element>?
    private var room = 0
    /// Chunks grow up to this number of elements, so that short files take little.
    private static var largest: Int { 1 << 18 }
    /// From this size on, a chunk goes back to the system when it is freed, and leaves no hole.
    private static var mapped: Int { 1 << 16 }

    /// How many elements there are.
    var count: Int { chunks.reduce(-room) { $0 + $1.capacity } }

    /// Appends an element.
    @inline(__always)
    mutating func append(_ element: Element) {
        if room == 0 { grow() }
        next.unsafelyUnwrapped.initialize(to: element)
        next = next.unsafelyUnwrapped + 1
        room &-= 1
    }

    @inline(never)
    private mutating func grow() {
        let capacity = min(Self.largest, max(256, 4 * (chunks.last?.capacity ?? 0)))
        let bytes = capacity * MemoryLayout<Element>.stride
        let base: UnsafeMutableRawPointer
        if bytes >= Self.mapped {
            base = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
            // As where malloc finds no memory, there is nothing left to do.
            if base == UnsafeMutableRawPointer(bitPattern: -1) { fatalError("out of memory") }
            Self.preferLargePages(base, bytes)
        } else {
            base = .allocate(byteCount: bytes, alignment: 16)
        }
        let chunk = base.bindMemory(to: Element.self, capacity: capacity)
        chunks.append((chunk, capacity))
        next = chunk
        room = capacity
    }

    /// Calls `body` with the elements of each chunk, in order.
    func forEachRun(_ body: (UnsafeBufferPointer<Element>) -> Void) {
        for (index, chunk) in chunks.enumerated() {
            let count = index == chunks.count - 1 ? chunk.capacity - room : chunk.capacity
            body(UnsafeBufferPointer(start: chunk.base, count: count))
        }
    }

    /// The elements as an array, each passed through `transform`; the chunks are freed as they are copied.
    mutating func take<Result>(_ transform: (Element) -> Result) -> [Result] {
        let count = count
        let result = [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
            var left = count
            if let base = buffer.baseAddress {
                Self.preferLargePages(base, count * MemoryLayout<Result>.stride)
            }
            for chunk in chunks {
                let run = min(left, chunk.capacity)
                for index in 0..<run {
                    buffer.initializeElement(at: initialized + index, to: transform(chunk.base[index]))
                }
                initialized += run
                left -= run
                Self.free(chunk.base, chunk.capacity)
            }
        }
        forget()
        return result
    }

    /// Frees everything; the list is empty then.
    mutating func deallocate() {
        for chunk in chunks { Self.free(chunk.base, chunk.capacity) }
        forget()
    }

    private mutating func forget() {
        chunks = []
        next = nil
        room = 0
    }

    /// Asks for large pages where there is room for some: fewer faults while memory is first written.
    private static func preferLargePages(_ base: UnsafeMutableRawPointer, _ bytes: Int) {
        #if os(Linux)
            let page = 1 << 21
            let start = (Int(bitPattern: base) + page - 1) / page * page
            let end = (Int(bitPattern: base) + bytes) / page * page
            // A hint; where it is refused everything works as without.
            if end > start { madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE) }
        #endif
    }

    private static func free(_ base: UnsafeMutablePointer<Element>, _ capacity: Int) {
        let bytes = capacity * MemoryLayout<Element>.stride
        if bytes >= mapped { munmap(base, bytes) } else { UnsafeMutableRawPointer(base).deallocate() }
    }
}
