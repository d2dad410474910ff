/// A finite number as decimal digits, for rounding as people expect it: 0.125 to two places is 0.13.
///
/// It starts from the shortest digits that read back as the same Double, and rounds halves away from zero. No
/// libc formatting is involved, so the text is the same everywhere.
struct DecimalText: Sendable, Hashable {
    private var isNegative: Bool
    // The value is 0.d₁d₂d₃… × 10^point; no digits for zero.
    private var digits: [Int]
    private var point: Int

    /// The digits of a finite number.
    init(_ value: Double) {
        precondition(value.isFinite, "only finite numbers have digits")
        isNegative = value < 0
        var mantissa = abs(value).description[...]
        var exponent = 0
        if let mark = mantissa.firstIndex(of: "e") {
            exponent = Int(mantissa[mantissa.index(after: mark)...]) ?? 0
            mantissa = mantissa[..<mark]
        }
        let parts = mantissa.split(separator: ".")
        digits = parts.joined().compactMap(\.wholeNumberValue)
        point = parts[0].count + exponent
        trim()
    }

    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
        while digits.first == 0 {
            digits.removeFirst()
            point -= 1
        }
        if digits.isEmpty { point = 1 }
    }

    /// The power of ten of the first digit; 0 for zero.
    var exponent: Int { point - 1 }
    /// Whether it is zero.
    var isZero: Bool { digits.isEmpty }

    /// Rounded to a whole multiple of 10^-places; `places` may be negative.
    func rounded(places: Int) -> DecimalText {
        var result = self
        let keep = point + places
        guard keep < digits.count, !isZero else { return self }
        let roundsUp = keep >= 0 && digits[keep] >= 5
        result.digits = Array(digits.prefix(max(0, keep)))
        if roundsUp {
            var index = keep - 1
            while index >= 0, result.digits[index] == 9 {
                result.digits[index] = 0
                index -= 1
            }
            if index >= 0 {
                result.digits[index] += 1
            } else {
                result.digits.insert(1, at: 0)
                result.point += 1
            }
        }
        result.trim()
        return result
    }

    /// Rounded to that many significant digits.
    func rounded(significant count: Int) -> DecimalText { rounded(places: count - point) }

    /// The number times 10^power.
    func scaled(by power: Int) -> DecimalText {
        var result = self
        if !isZero { result.point += power }
        return result
    }

    /// Without an exponent and with exactly `places` decimals (none when negative), rounded to them.
    func fixed(places: Int, showsPlus: Bool = false) -> String {
        let value = rounded(places: places)
        var text = value.isNegative && !value.isZero ? "−" : (showsPlus && !value.isZero ? "+" : "")
        func digit(_ power: Int) -> String {
            let index = value.point - 1 - power
            return value.digits.indices.contains(index) ? String(value.digits[index]) : "0"
        }
        for power in stride(from: max(0, value.exponent), through: 0, by: -1) { text += digit(power) }
        guard places > 0 else { return text }
        text += "."
        for power in 1...places { text += digit(-power) }
        return text
    }

    /// As many decimals as the digits need.
    var plain: String { fixed(places: max(0, digits.count - point)) }
}
