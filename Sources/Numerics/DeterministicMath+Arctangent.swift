extension DeterministicMath {
    /// arctan x, in [−π/2, π/2]; odd, and the sign of zero is kept.
    ///
    /// With c the multiple of 1/16 nearest to t = |x| (or 1/|x| above 1, where arctan x = π/2 − arctan 1/x):
    /// arctan t = arctan c + arctan r, r = (t − c)/(1 + t c), |r| ≤ 1/32, where the Taylor series to r¹³ has a
    /// relative remainder below 2⁻⁷⁰. The error stays below one unit in the last place.
    public static func atan(_ x: Double) -> Double {
        guard x == x, x != 0 else { return x }
        let magnitude = abs(x)
        let isLarge = magnitude > 1
        let index = Int((16 * (isLarge ? 1 / magnitude : magnitude)).rounded())
        let c = Double(index) / 16
        let r: Double
        if !isLarge {
            r = (magnitude - c) / (1 + magnitude * c)
        } else if magnitude.isInfinite {
            r = 0
        } else {
            // The same with t = 1/|x|, without its rounding.
            r = (1 - c * magnitude) / (magnitude + c)
        }
        let square = r * r
        var tail = 1.0 / 13
        for divisor in stride(from: 11.0, through: 3, by: -2) { tail = 1 / divisor - square * tail }
        // arctan r = r + rest.
        let rest = -r * (square * tail)
        let (high, low) = arctangents[index]
        let result: Double
        if isLarge {
            // The difference of the constants is exact to the last place, since high is at most π/4.
            let base = halfPi.high - high
            let error = (halfPi.high - base) - high
            result = base + ((error + (halfPi.low - low)) - rest - r)
        } else {
            result = high + (low + rest + r)
        }
        return x < 0 ? -result : result
    }

    /// arctan(k/16) as a double and what it leaves, for k from 0 to 16 (mpmath, 200 bits).
    private static let arctangents: [(high: Double, low: Double)] = [
        (0, 0),
        (0.06241880999595735, -1.5490756308295046e-18),
        (0.12435499454676144, -3.1253241424539383e-18),
        (0.18534794999569476, 4.180692268843079e-18),
        (0.24497866312686414, 1.0698755618734451e-17),
        (0.3028848683749714, -1.1010827903001369e-17),
        (0.35877067027057225, -2.4623815582638635e-17),
        (0.4124104415973873, -1.587652227770689e-17),
        (0.4636476090008061, 2.2698777452961687e-17),
        (0.5123894603107377, -2.5462781472855804e-17),
        (0.5585993153435624, -5.4556305485916264e-18),
        (0.6022873461349642, 2.950430737228402e-17),
        (0.6435011087932844, 1.5834785051444286e-17),
        (0.6823165548747481, 6.943223671560008e-18),
        (0.7188299996216245, -2.1478388444456983e-17),
        (0.7531512809621944, -2.4256934659182068e-17),
        (0.7853981633974483, 3.061616997868383e-17),
    ]

    /// π/2 likewise.
    private static let halfPi = (high: 1.5707963267948966, low: 6.123233995736766e-17)
}
