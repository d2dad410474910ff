/// Decimal to binary, correctly rounded, for the decimals that data are written with.
///
/// Where integer and power of ten are doubles, one correctly rounded operation does it (Clinger 1990, "How to
/// read floating point numbers accurately", PLDI, section 4). Otherwise 10ᵉ = 5ᵉ2ᵉ with 5ᵉ below 2⁶⁴: the product
/// or quotient with 5ᵉ is had exactly, as 64 bits and whether anything is left, and rounded once.
enum ScaledInteger {
    /// The largest power of five below 2⁶⁴.
    private static let most = 27
    private static let exactTens: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22,
    ]
    private static let fives: [UInt64] = [
        1, 5, 25, 125, 625, 3125, 15625, 78125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625,
        1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125, 3_814_697_265_625,
        19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125, 2_384_185_791_015_625,
        11_920_928_955_078_125, 59_604_644_775_390_625, 298_023_223_876_953_125, 1_490_116_119_384_765_625,
        7_450_580_596_923_828_125,
    ]

    /// The double nearest to `integer` · 10^`exponent`, ties to even; nil for exponents beyond ±27.
    @inline(__always)
    static func nearest(to integer: UInt64, timesTenTo exponent: Int) -> Double? {
        if integer == 0 { return 0 }
        if integer < 1 << 53, exponent >= -22, exponent <= 22 {
            let value = Double(Int64(bitPattern: integer))
            return exponent < 0 ? value / exactTens[-exponent] : value * exactTens[exponent]
        }
        guard exponent >= -most, exponent <= most else { return nil }
        return exponent < 0 ? quotient(integer, exponent) : product(integer, exponent)
    }

    /// The double nearest to `integer` / 10^`places`, for an integer below 2⁵³ and at most 22 places.
    @inline(__always)
    static func smallQuotient(_ integer: UInt64, _ places: Int) -> Double {
        let value = Double(Int64(bitPattern: integer))
        // A division takes as long as all the rest.
        return places == 0 ? value : value / exactTens[places]
    }

    private static func product(_ integer: UInt64, _ exponent: Int) -> Double {
        let (high, low) = integer.multipliedFullWidth(by: fives[exponent])
        let shift = high.leadingZeroBitCount
        switch shift {
        case 64:
            let zeros = low.leadingZeroBitCount
            return rounded(low << zeros, isInexact: false, exponent: exponent - zeros)
        case 0: return rounded(high, isInexact: low != 0, exponent: exponent + 64)
        default:
            return rounded(
                high << shift | low >> (64 - shift), isInexact: low << shift != 0,
                exponent: exponent + 64 - shift)
        }
    }

    private static func quotient(_ integer: UInt64, _ exponent: Int) -> Double {
        let divisor = fives[-exponent]
        let (zeros, divisorZeros) = (integer.leadingZeroBitCount, divisor.leadingZeroBitCount)
        // Both with their first bit set, so that the quotient has 64 bits once the dividend is the smaller.
        let (dividend, normal) = (integer << zeros, divisor << divisorZeros)
        let halved = dividend >= normal ? 1 : 0
        let parts = halved == 1 ? (dividend >> 1, dividend << 63) : (dividend, 0)
        let (quotient, remainder) = normal.dividingFullWidth(parts)
        return rounded(
            quotient, isInexact: remainder != 0, exponent: exponent + divisorZeros - zeros - 64 + halved)
    }

    /// `bits` · 2^`exponent` to 53 bits; the first of `bits` is set, and `isInexact` says that there is more.
    ///
    /// The exponent keeps the result among the normal numbers.
    @inline(__always)
    private static func rounded(_ bits: UInt64, isInexact: Bool, exponent: Int) -> Double {
        var kept = bits >> 11
        let dropped = bits & 0x7FF
        if dropped > 0x400 || (dropped == 0x400 && (isInexact || kept & 1 == 1)) { kept += 1 }
        return Double(Int64(bitPattern: kept)) * Double(bitPattern: UInt64(exponent + 11 + 1023) << 52)
    }
}
