/// Splits a line that has no quote: nothing in it has a meaning but the delimiter.
///
/// libcsv looks at one byte after another and copies each, which is needed where a cell is in quotes. A line without
/// any is cut here into the same cells, eight bytes at a time.
enum PlainLine {
    /// Calls `body` with each cell of `line`, without the spaces and tabs around it; false for a blank line.
    ///
    /// The second argument says that eight bytes can be read where the cell begins.
    @inline(__always)
    static func split(
        _ line: UnsafeRawBufferPointer, at delimiter: UInt8, _ body: (UnsafeRawBufferPointer, Bool) -> Void
    ) -> Bool {
        guard let base = line.baseAddress else { return false }
        let limit = base + line.count
        var end = limit
        while end > base, isLineEnd(end - 1) { end -= 1 }
        var start = base
        while start < end, isSpace(start, delimiter) { start += 1 }
        if start == end { return false }

        let pattern = 0x0101_0101_0101_0101 &* UInt64(delimiter)
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        var next = start
        while end - next >= 8 {
            let word = UInt64(littleEndian: next.loadUnaligned(as: UInt64.self)) ^ pattern
            // The highest bit of exactly those bytes that are the delimiter.
            var found = ~(((word & low) &+ low) | word | low)
            while found != 0 {
                let stop = next + found.trailingZeroBitCount &>> 3
                emit(start, stop, limit, delimiter, body)
                start = stop + 1
                found &= found &- 1
            }
            next += 8
        }
        while next < end {
            if next.load(as: UInt8.self) == delimiter {
                emit(start, next, limit, delimiter, body)
                start = next + 1
            }
            next += 1
        }
        emit(start, end, limit, delimiter, body)
        return true
    }

    @inline(__always)
    private static func emit(
        _ start: UnsafeRawPointer, _ stop: UnsafeRawPointer, _ limit: UnsafeRawPointer, _ delimiter: UInt8,
        _ body: (UnsafeRawBufferPointer, Bool) -> Void
    ) {
        var (first, last) = (start, stop)
        while first < last, isSpace(first, delimiter) { first += 1 }
        while last > first, isSpace(last - 1, delimiter) { last -= 1 }
        body(UnsafeRawBufferPointer(start: first, count: last - first), limit - first >= 8)
    }

    @inline(__always)
    private static func isSpace(_ pointer: UnsafeRawPointer, _ delimiter: UInt8) -> Bool {
        let byte = pointer.load(as: UInt8.self)
        return (byte == 0x20 || byte == 0x09) && byte != delimiter
    }

    @inline(__always)
    private static func isLineEnd(_ pointer: UnsafeRawPointer) -> Bool {
        let byte = pointer.load(as: UInt8.self)
        return byte == 0x0A || byte == 0x0D
    }
}
