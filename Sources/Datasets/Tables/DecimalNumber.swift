/// Reads decimal numbers by one strict grammar: sign, digits, fraction, exponent; nothing else.
///
/// No hexadecimal, no "inf" or "nan", no white space, no thousands separator. The value is the double
/// nearest to the decimal, as IEEE 754 asks for, so it is the same on every machine.
enum DecimalNumber: Hashable {
    /// Not of this grammar.
    case malformed
    /// A number beyond the range of a double.
    case overflow
    /// A finite number.
    case value(Double)

    /// Reads the UTF-8 text of a cell.
    init(_ text: ArraySlice<UInt8>, point: UInt8 = UInt8(ascii: ".")) {
        self = text.withUnsafeBytes { DecimalNumber($0, point: point) }
    }

    /// Reads the UTF-8 text of a cell; `point` separates the fraction.
    ///
    /// `[+-] (digits [. [digits]] | . digits) [(e | E) [+-] digits]`
    @inline(__always)
    init(_ text: UnsafeRawBufferPointer, point: UInt8 = UInt8(ascii: ".")) {
        guard var next = text.baseAddress else {
            self = .malformed
            return
        }
        let end = next + text.count
        let isNegative = Self.skipSign(&next, end)
        let start = next
        var mantissa: UInt64 = 0
        var digits = Self.readDigits(&next, end, into: &mantissa)
        var exponent = 0
        if next < end, next.load(as: UInt8.self) == point {
            next += 1
            let count = Self.readDigits(&next, end, into: &mantissa)
            digits += count
            exponent = -count
        }
        guard digits > 0 else {
            self = .malformed
            return
        }
        if next < end {
            guard let shift = Self.readExponent(&next, end), next == end else {
                self = .malformed
                return
            }
            exponent += shift
        }
        // Nineteen digits always fit into the mantissa; noughts before the first other digit do not count.
        if digits > 19 { digits -= Self.leadingNoughts(start, end, point: point) }
        if digits <= 19, let magnitude = ScaledInteger.nearest(to: mantissa, timesTenTo: exponent) {
            self = .value(isNegative ? -magnitude : magnitude)
        } else {
            self.init(slowly: text, point: point)
        }
    }

    /// A text of the grammar, by the standard library's conversion, which is exact for any length.
    @inline(never)
    private init(slowly text: UnsafeRawBufferPointer, point: UInt8) {
        var bytes = Array(text)
        if let index = bytes.firstIndex(of: point) { bytes[index] = UInt8(ascii: ".") }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
            self = .overflow
            return
        }
        self = .value(value)
    }

    /// The value of a plain decimal of at most eight bytes, the first in the lowest byte of `word`; nil for all else.
    ///
    /// `[-] (digits [. [digits]] | . digits)`, without a loop and hardly a branch. What is above the bytes of the
    /// text does not matter.
    @inline(__always)
    static func short(_ word: UInt64, count: Int, point: UInt8) -> Double? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let isNegative = word & 0xFF == UInt64(UInt8(ascii: "-"))
        let sign = isNegative ? 1 : 0
        var length = count &- sign
        guard length > 0, count <= 8 else { return nil }
        var digits = (word &>> UInt64(8 &* sign)) & (UInt64.max &>> UInt64(64 &- 8 &* length))
        // The lowest byte that equals the point: zero after the exclusive or, found by its borrow.
        let difference = digits ^ (ones &* UInt64(point))
        let found = (difference &- ones) & ~difference & (ones &<< 7)
        var fraction = 0
        if found != 0 {
            let bits = UInt64(found.trailingZeroBitCount & 0x38)
            let after = (digits &>> bits) &>> 8
            digits = digits & ((1 &<< bits) &- 1) | after &<< bits
            length &-= 1
            fraction = length &- Int(bits >> 3)
            guard length > 0 else { return nil }
        }
        // To the right end of eight digits, with noughts before them.
        let padding = UInt64(64 &- 8 &* length)
        let whole = digits &<< padding | (0x3030_3030_3030_3030 & ((1 &<< padding) &- 1))
        guard isEightDigits(whole) else { return nil }
        let value = ScaledInteger.smallQuotient(eightDigits(whole), fraction)
        return isNegative ? -value : value
    }

    @inline(__always)
    private static func skipSign(_ next: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> Bool {
        guard next < end else { return false }
        let byte = next.load(as: UInt8.self)
        if byte == UInt8(ascii: "-") {
            next += 1
            return true
        }
        if byte == UInt8(ascii: "+") { next += 1 }
        return false
    }

    /// Reads digits into `mantissa`, which wraps around where they are too many; returns how many.
    @inline(__always)
    private static func readDigits(
        _ next: inout UnsafeRawPointer, _ end: UnsafeRawPointer, into mantissa: inout UInt64
    ) -> Int {
        let start = next
        while end - next >= 8 {
            let word = UInt64(littleEndian: next.loadUnaligned(as: UInt64.self))
            guard isEightDigits(word) else { break }
            mantissa = mantissa &* 100_000_000 &+ eightDigits(word)
            next += 8
        }
        while next < end {
            let digit = next.load(as: UInt8.self) &- 0x30
            guard digit < 10 else { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            next += 1
        }
        return next - start
    }

    /// Whether all eight bytes are between 0x30 and 0x39.
    @inline(__always)
    private static func isEightDigits(_ word: UInt64) -> Bool {
        let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        return word & high == 0x3030_3030_3030_3030
            && (word &+ 0x0606_0606_0606_0606) & high == 0x3030_3030_3030_3030
    }

    /// The number that eight digits are, the first in the lowest byte: pairs, then fours, then all.
    @inline(__always)
    private static func eightDigits(_ word: UInt64) -> UInt64 {
        var sum = word & 0x0F0F_0F0F_0F0F_0F0F
        sum = (sum &* 10 &+ (sum >> 8)) & 0x00FF_00FF_00FF_00FF
        sum = (sum &* 100 &+ (sum >> 16)) & 0x0000_FFFF_0000_FFFF
        return (sum &* 10_000 &+ (sum >> 32)) & 0xFFFF_FFFF
    }

    /// Reads `(e | E) [+-] digits`; nil where there is something else.
    ///
    /// Absurd exponents stop growing.
    @inline(__always)
    private static func readExponent(_ next: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> Int? {
        guard next.load(as: UInt8.self) | 0x20 == UInt8(ascii: "e") else { return nil }
        next += 1
        let isNegative = skipSign(&next, end)
        let start = next
        var exponent = 0
        while next < end {
            let digit = next.load(as: UInt8.self) &- 0x30
            guard digit < 10 else { break }
            if exponent < 1_000_000 { exponent = exponent * 10 + Int(digit) }
            next += 1
        }
        return next == start ? nil : isNegative ? -exponent : exponent
    }

    private static func leadingNoughts(_ start: UnsafeRawPointer, _ end: UnsafeRawPointer, point: UInt8)
        -> Int
    {
        var (next, count) = (start, 0)
        while next < end {
            let byte = next.load(as: UInt8.self)
            guard byte == 0x30 || byte == point else { break }
            if byte == 0x30 { count += 1 }
            next += 1
        }
        return count
    }
}
