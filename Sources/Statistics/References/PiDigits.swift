/// The first decimal digits of π, 3 first: NIST's data set PiDigits has 5000 of them.
///
/// By Machin's formula π = 16 arctan(1/5) − 4 arctan(1/239) in whole numbers with nine digits to a limb.
func digitsOfPi(_ count: Int) -> [Int] {
    // Two limbs more than asked for: the truncations of some thousand divisions stay within them.
    let limbs = count / 9 + 4
    var pi = LimbNumber(limbs)
    pi.addArctangent(ofOneOver: 5, times: 16, sign: 1)
    pi.addArctangent(ofOneOver: 239, times: 4, sign: -1)
    var digits = [pi.limbs[0]]
    for limb in pi.limbs.dropFirst() {
        var divisor = LimbNumber.base / 10
        while divisor > 0 {
            digits.append(limb / divisor % 10)
            divisor /= 10
        }
    }
    return Array(digits.prefix(count))
}

/// A fixed-point number: a whole part and limbs of nine decimal digits behind it.
private struct LimbNumber {
    static let base = 1_000_000_000
    var limbs: [Int]

    init(_ count: Int) { limbs = [Int](repeating: 0, count: count) }

    /// Adds ± `times` · arctan(1/x), by its power series.
    mutating func addArctangent(ofOneOver x: Int, times: Int, sign: Int) {
        var power = LimbNumber(limbs.count)
        power.limbs[0] = times
        power.divide(by: x, from: 0)
        var first = 0
        var order = 1
        var sign = sign
        while first < limbs.count {
            var term = power
            term.divide(by: order, from: first)
            add(term, sign: sign, from: first)
            power.divide(by: x * x, from: first)
            while first < limbs.count, power.limbs[first] == 0 { first += 1 }
            order += 2
            sign = -sign
        }
    }

    private mutating func divide(by divisor: Int, from first: Int) {
        var rest = 0
        var index = first
        while index < limbs.count {
            let value = rest * LimbNumber.base + limbs[index]
            limbs[index] = value / divisor
            rest = value % divisor
            index += 1
        }
    }

    /// Adds or subtracts a number whose limbs before `first` are 0.
    private mutating func add(_ other: LimbNumber, sign: Int, from first: Int) {
        var carry = 0
        var index = limbs.count - 1
        while index >= first || (carry != 0 && index >= 0) {
            var value = limbs[index] + carry + (index >= first ? sign * other.limbs[index] : 0)
            carry = 0
            if value < 0 {
                value += LimbNumber.base
                carry = -1
            } else if value >= LimbNumber.base, index > 0 {
                value -= LimbNumber.base
                carry = 1
            }
            limbs[index] = value
            index -= 1
        }
    }
}
