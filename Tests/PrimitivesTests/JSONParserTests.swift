import Primitives
import Testing

@Suite("The JSON parser") struct JSONParserTests {
    @Test(
        "What is canonical reads back to the same text",
        arguments: [
            "null", "true", "false", "0", "-1", "1.5", "1e+21", "5e-324", "\"\"", "\"é😀\\n\\u0001\"", "[]",
            "{}",
            "[1,[2,[3,{}]]]", "{\"a\":{\"b\":[null,true,\"x\"]},\"c\":-0.25}", "9223372036854775807",
        ])
    func roundTrips(_ text: String) throws {
        #expect(try JSONParser.parse(text).canonical == text)
    }

    @Test("White space and escapes are read")
    func reading() throws {
        #expect(try JSONParser.parse(" \t\r\n[ 1 , 2.0 ] \n") == [1, 2.0])
        #expect(
            try JSONParser.parse(#""\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\""#)
                == .string("é😀/\u{8}\u{c}\n\r\t\"\\"))
        #expect(try JSONParser.parse("{\"a\": 1E2, \"b\": -0}") == ["a": .real(100), "b": .integer(0)])
        #expect(try JSONParser.parse("12345678901234567890") == .real(12_345_678_901_234_567_168))
    }

    @Test(
        "What is no JSON is refused",
        arguments: [
            "", " ", "nul", "tru", "True", "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "0x1", "NaN",
            "Infinity", "1e999",
            "-1e999", "\"", "\"abc", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "\"\\u-001\"", "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"", "\"a\nb\"", "\"\\", "'a'", "[", "[1", "[1,", "[1,]", "[,]", "[1 2]", "]", "{",
            "{\"a\"", "{\"a\":",
            "{\"a\":1", "{\"a\":1,}", "{a:1}", "{\"a\":1,\"a\":2}", "{1:2}", "1 2", "[] []", "// x",
            "\u{FEFF}1", "\u{A0}1",
        ])
    func malformed(_ text: String) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(text) }
    }

    @Test("Nesting has a limit that is an error, not a crash")
    func depth() throws {
        let fine = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(try JSONParser.parse(fine).canonical == fine)
        #expect(throws: JSONParser.Failure.self) {
            try JSONParser.parse(String(repeating: "[", count: 100_000))
        }
    }

    @Test("A failure names the byte")
    func offset() throws {
        let failure = try #require(throws: JSONParser.Failure.self) { try JSONParser.parse("[1, x]") }
        #expect(failure.offset == 4)
        #expect(failure.description == "expected a value at byte 4")
    }
}
