/// A SHA-256 digest: 32 bytes, held in place.
public struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The bytes as four big-endian words.
    private let first, second, third, fourth: UInt64

    private init(words: (UInt64, UInt64, UInt64, UInt64)) { (first, second, third, fourth) = words }

    /// From the eight words of a finished state (FIPS 180-4, section 6.2.2).
    init(state: [UInt32]) {
        func pair(_ index: Int) -> UInt64 { UInt64(state[index]) << 32 | UInt64(state[index + 1]) }
        self.init(words: (pair(0), pair(2), pair(4), pair(6)))
    }

    /// From 32 bytes.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == 32, "a SHA-256 digest has 32 bytes")
        func word(_ index: Int) -> UInt64 {
            bytes[8 * index..<8 * index + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(words: (word(0), word(1), word(2), word(3)))
    }

    /// From 64 hexadecimal digits; nil for anything else.
    public init?(hexadecimal text: String) {
        var text = text
        // A store has two for every cell: no array is made.
        let words = text.withUTF8 { digits -> (UInt64, UInt64, UInt64, UInt64)? in
            guard digits.count == 64, let first = Self.word(digits, 0), let second = Self.word(digits, 16),
                let third = Self.word(digits, 32), let fourth = Self.word(digits, 48)
            else { return nil }
            return (first, second, third, fourth)
        }
        guard let words else { return nil }
        self.init(words: words)
    }

    /// The word that sixteen hexadecimal digits mean; nil where one is none.
    private static func word(_ digits: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt64? {
        // No branch on a digit: whether it is a letter cannot be predicted.
        var word: UInt64 = 0
        var isValid = true
        for index in start..<start + 16 {
            let byte = digits[index]
            let (isDigit, isLetter) = (byte &- 0x30 < 10, (byte | 0x20) &- 0x61 < 6)
            isValid = isValid && isDigit != isLetter
            word = word << 4 | UInt64((byte & 15) &+ (byte >> 6) &* 9)
        }
        return isValid ? word : nil
    }

    private var words: [UInt64] { [first, second, third, fourth] }

    /// Its 32 bytes.
    public var bytes: [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    /// 64 lower-case hexadecimal digits.
    public var hexadecimal: String {
        String(unsafeUninitializedCapacity: 64) { text in
            var place = 0
            for word in [first, second, third, fourth] {
                for shift in stride(from: 60, through: 0, by: -4) {
                    let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
                    text[place] = digit < 10 ? 0x30 + digit : 0x61 + digit - 10
                    place += 1
                }
            }
            return 64
        }
    }

    /// The first twelve hexadecimal digits, for people.
    public var short: String { String(hexadecimal.prefix(12)) }

    /// The hexadecimal digits.
    public var description: String { hexadecimal }

    /// The order of the hexadecimal digits.
    public static func < (a: Digest, b: Digest) -> Bool {
        (a.first, a.second, a.third, a.fourth) < (b.first, b.second, b.third, b.fourth)
    }
}
