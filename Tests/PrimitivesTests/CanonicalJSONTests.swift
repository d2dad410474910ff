import Primitives
import Testing

@Suite("Canonical JSON") struct CanonicalJSONTests {
    @Test(
        "Numbers are those of RFC 8785, appendix B",
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func appendix(_ bits: UInt64, _ text: String) throws {
        let value = Double(bitPattern: bits)
        #expect(JSONValue.canonicalNumber(value) == text)
        #expect(try #require(Double(text)) == value)
    }

    @Test(
        "Numbers in several spellings",
        arguments: [
            (1e21, "1e+21"), (1e-7, "1e-7"), (333333333.33333329, "333333333.3333333"), (4.50, "4.5"),
            (0.000001, "0.000001"),
            (2e-3, "0.002"), (1e30, "1e+30"), (123_456_789_012_345_683_968, "123456789012345680000"),
            (1e-27, "1e-27"),
            (100, "100"), (-1.5, "-1.5"), (0.1, "0.1"), (1e20, "100000000000000000000"), (12e-8, "1.2e-7"),
            (123.456, "123.456"), (1e16, "10000000000000000"), (-0.0, "0"), (1.0, "1"),
        ] as [(Double, String)])
    func numbers(_ value: Double, _ text: String) {
        #expect(JSONValue.canonicalNumber(value) == text)
    }

    @Test("An integer and the real of the same value print alike, large integers keep every digit")
    func integers() {
        for value in [0, 1, -7, 1000, 1 << 53] {
            #expect(JSONValue.integer(value).canonical == JSONValue.real(Double(value)).canonical)
        }
        #expect(JSONValue.integer(.max).canonical == "9223372036854775807")
        #expect(JSONValue.integer(.min).canonical == "-9223372036854775808")
    }

    @Test("What is no number prints as text")
    func special() {
        let values: JSONValue = [.real(.nan), .real(.infinity), .real(-.infinity)]
        #expect(values.canonical == #"["NaN","Infinity","-Infinity"]"#)
    }

    @Test("Keys are sorted by Unicode scalar, whatever the order of insertion")
    func keys() {
        let value: JSONValue = ["€": 1, "\r": 2, "1": 3, "😀": 4, "ö": 5, "B": 6, "a": 7, "": 8]
        #expect(value.canonical == "{\"\":8,\"\\r\":2,\"1\":3,\"B\":6,\"a\":7,\"ö\":5,\"€\":1,\"😀\":4}")
    }

    @Test("Escapes are the short ones, and only those that must be")
    func escapes() {
        let text = JSONValue.string("\u{20ac}$\u{F}\nA'B\"\\\\\"/\u{8}\u{c}\t\r\u{7F}")
        #expect(text.canonical == "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\t\\r\u{7F}\"")
    }
}
