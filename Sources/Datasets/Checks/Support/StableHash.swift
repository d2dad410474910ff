/// A 64-bit hash that is the same in every process, for finding equal rows and columns.
///
/// The standard library's hasher has another seed in every process. This is no cryptographic hash: whoever
/// needs certainty compares what hashes alike.
enum StableHash {
    /// A bijection that spreads every bit over all: one step of SplitMix64.
    ///
    /// Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators, OOPSLA; the constants are
    /// Stafford's variant 13 of the finaliser of MurmurHash3.
    @inline(__always)
    static func mix(_ word: UInt64) -> UInt64 {
        var z = word &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// `hash` continued by one more word; the order counts.
    @inline(__always)
    static func combine(_ hash: UInt64, _ word: UInt64) -> UInt64 { mix(hash ^ mix(word)) }

    /// A number's bits, where −0 is 0 and every NaN is the same.
    @inline(__always)
    static func bits(_ number: Double) -> UInt64 {
        number == 0 ? 0 : number.isNaN ? 0x7FF8_0000_0000_0000 : number.bitPattern
    }

    /// The hash of a text's UTF-8 bytes.
    static func text(_ text: String) -> UInt64 {
        text.utf8.reduce(mix(UInt64(text.utf8.count))) { combine($0, UInt64($1)) }
    }
}
