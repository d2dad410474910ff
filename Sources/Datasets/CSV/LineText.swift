/// What is done to a line's bytes before libcsv splits it.
enum LineText {
    /// What a line's bytes are.
    struct Survey {
        /// Whether one is NUL.
        var hasNUL: Bool
        /// Whether all are ASCII.
        var isASCII: Bool
        /// Whether one is the quote.
        var hasQuote: Bool
    }

    /// Looks at all bytes of a line, eight at a time.
    @inline(__always)
    static func survey(_ line: UnsafeRawBufferPointer, quote: UInt8) -> Survey {
        guard let base = line.baseAddress else {
            return Survey(hasNUL: false, isASCII: true, hasQuote: false)
        }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = ones &* UInt64(quote)
        var (high, zero, quoted): (UInt64, UInt64, UInt64) = (0, 0, 0)
        var offset = 0
        while line.count &- offset >= 8 {
            let word = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            high |= word
            // A byte that is 0 borrows into its highest bit; other bytes above one may seem to as well.
            zero |= (word &- ones) & ~word
            let difference = word ^ quotes
            quoted |= (difference &- ones) & ~difference
            offset &+= 8
        }
        while offset < line.count {
            let byte = UInt64(base.load(fromByteOffset: offset, as: UInt8.self))
            high |= byte
            if byte == 0 { zero |= 0x80 }
            if byte == UInt64(quote) { quoted |= 0x80 }
            offset &+= 1
        }
        let bits = ones &<< 7
        return Survey(hasNUL: zero & bits != 0, isASCII: high & bits == 0, hasQuote: quoted & bits != 0)
    }

    /// Where the first byte stands that is not UTF-8; nil where all are.
    static func invalidPosition(in line: UnsafeRawBufferPointer) -> Int? {
        do {
            _ = try UTF8Span(validating: line.bindMemory(to: UInt8.self).span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    /// ISO 8859-1 as UTF-8: its bytes are the first 256 Unicode scalars.
    static func fromLatin1(_ line: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(line.count + 16)
        for byte in line {
            if byte < 0x80 {
                result.append(byte)
            } else {
                result.append(0xC0 | byte >> 6)
                result.append(0x80 | byte & 0x3F)
            }
        }
        return result
    }

    /// Runs of spaces and tabs outside quotes as one space, none at the ends.
    static func collapsingSpaces(_ line: UnsafeRawBufferPointer, quote: UInt8?, startsQuoted: Bool) -> [UInt8]
    {
        var result: [UInt8] = []
        var isQuoted = startsQuoted
        var isWaiting = false
        for byte in line {
            if byte == quote { isQuoted.toggle() }
            if !isQuoted, byte == 0x20 || byte == 0x09 {
                isWaiting = !result.isEmpty || startsQuoted
            } else {
                if isWaiting, byte != 0x0A, byte != 0x0D { result.append(0x20) }
                isWaiting = false
                result.append(byte)
            }
        }
        return result
    }
}
