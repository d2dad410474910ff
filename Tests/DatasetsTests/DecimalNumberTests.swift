import Foundation
import Numerics
import Testing

@testable import Datasets

@Suite("Decimal numbers")
struct DecimalNumberTests {
    private func read(_ text: String) -> DecimalNumber { DecimalNumber(ArraySlice(text.utf8)) }

    private func expectNearest(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let value = Double(text)!
        let expected: DecimalNumber = value.isFinite ? .value(value) : .overflow
        if read(text) != expected { Issue.record("\(text) is \(read(text))", sourceLocation: sourceLocation) }
    }

    @Test("A million random decimals of every length and exponent are correctly rounded")
    func random() {
        var stream = RandomStream(seed: 11, name: "decimals")
        for round in 0..<1_000_000 {
            var digits = ""
            for _ in 0..<1 + stream.integer(below: round % 3 == 0 ? 25 : 19) {
                digits.append(Character(Unicode.Scalar(UInt8(48 + stream.integer(below: 10)))))
            }
            let point = stream.integer(below: digits.count + 1)
            digits.insert(".", at: digits.index(digits.startIndex, offsetBy: point))
            switch round % 4 {
            case 0: digits += "e\(stream.integer(below: 80) - 40)"
            case 1: digits += "E\(stream.integer(below: 700) - 350)"
            default: break
            }
            if stream.integer(below: 2) == 0 { digits = "-" + digits }
            expectNearest(digits)
        }
    }

    @Test("Doubles come back from their shortest and their 17-digit forms")
    func roundTrips() {
        var stream = RandomStream(seed: 12, name: "doubles")
        for round in 0..<200_000 {
            let words = (0..<3).map { _ in UInt64(stream.integer(below: 1 << 22)) }
            let bits = words[0] << 44 | words[1] << 22 | words[2]
            // A third with the exponents of ordinary data, a tenth subnormal.
            var value = Double(bitPattern: bits)
            if round % 3 == 0 {
                value = Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF | UInt64(1000 + round % 46) << 52)
            }
            if round % 10 == 0 { value = Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF) }
            guard value.isFinite else { continue }
            #expect(read("\(value)") == .value(value))
            #expect(read(String(format: "%.17g", value)) == .value(value))
        }
    }

    @Test("Decimals halfway between two doubles, and next to it, round to even")
    func halfway() {
        var stream = RandomStream(seed: 13, name: "halfway")
        for _ in 0..<20_000 {
            // Between 2^53 and 2^63 halves of the last place are whole numbers of at most 19 digits.
            let shift = 1 + stream.integer(below: 10)
            let mantissa = 1 << 52 + stream.integer(below: 1 << 26) << 26 + stream.integer(below: 1 << 26)
            let half = UInt64(mantissa) << UInt64(shift) + UInt64(1) << UInt64(shift - 1)
            for value in [half - 1, half, half + 1] {
                expectNearest("\(value)")
                expectNearest("\(value)e-3")
                expectNearest("\(value)0e-1")
                expectNearest("\(value)e15")
            }
        }
        for text in [
            "2.2250738585072011e-308", "2.2250738585072014e-308", "4.9406564584124654e-324",
            "2.4703282292062327208e-324", "2.4703282292062328e-324", "1.7976931348623158e308",
            "1.7976931348623159e308", "9007199254740993", "9007199254740992.999999999999999999999",
            "0.000000000000000000000000000000001234567890123456789", "00000000000000000000000000001.5",
            "123456789012345678901234567890", "18446744073709551616", "9999999999999999999",
            "9999999999999999999e-27", "9999999999999999999e27", "1e23", "8.5e22", "1e-27",
        ] { expectNearest(text) }
    }

    @Test("A decimal comma is read where it is asked for, and a point is then no number")
    func commas() {
        func comma(_ text: String) -> DecimalNumber {
            DecimalNumber(ArraySlice(text.utf8), point: UInt8(ascii: ","))
        }
        #expect(comma("-1,25e2") == .value(-125))
        #expect(comma("0," + String(repeating: "3", count: 40)) == .value(1.0 / 3))
        #expect(comma("1.25") == .malformed)
        #expect(comma("1,2,3") == .malformed)
        #expect(comma(",") == .malformed)
    }

    @Test(
        "The short form agrees with the standard library on every text that it takes, and takes plain decimals"
    )
    func shortForms() {
        var stream = RandomStream(seed: 14, name: "short decimals")
        let characters = Array("0123456789.-,+e 9".utf8)
        var taken = 0
        for round in 0..<500_000 {
            // Few characters beside digits in most rounds, so that most texts are numbers.
            let kinds = round % 4 == 0 ? characters.count : round % 4 == 1 ? 12 : 11
            let text = (0..<1 + stream.integer(below: 8)).map { _ in characters[stream.integer(below: kinds)]
            }
            // Whatever follows in memory must not count.
            var word = UInt64(stream.integer(below: 1 << 30)) << 34 | UInt64(stream.integer(below: 1 << 30))
            for (index, byte) in text.enumerated() {
                word = word & ~(0xFF << UInt64(8 * index)) | UInt64(byte) << UInt64(8 * index)
            }
            let found = DecimalNumber.short(word, count: text.count, point: UInt8(ascii: "."))
            let string = String(decoding: text, as: UTF8.self)
            let isPlain = string.allSatisfy { "0123456789.-".contains($0) } && Double(string) != nil
            if let found { taken += 1; #expect(found.bitPattern == Double(string)?.bitPattern, "\(string)") }
            if isPlain != (found != nil) { Issue.record("\(string): \(String(describing: found))") }
        }
        #expect(taken > 100_000)
        #expect(DecimalNumber.short(UInt64(UInt8(ascii: "7")), count: 9, point: UInt8(ascii: ".")) == nil)
    }
}
