import Primitives
import Testing

@testable import Suites

@Suite("Single values in the notation of suites")
struct YAMLTextTests {
    @Test(
        "A text reads back as the same text wherever it is written",
        arguments: [
            "plain", "two words", "no", "null", "true", "1e-4", "010", "-", "- a", "a: b", "a #b", "#", "",
            " x ",
            "quote\"d", "back\\slash", "tab\there", "new\nline", "ü", "日本", "[a]", "{a}", "*a", "&a", "!a",
            "%a", "@a",
            "`a", "a,b", "x.y/z", "../d.csv", "2020-01-01", ".5", "~", "=", "<<", "'single'", "NaN", ".nan",
        ])
    func roundTrip(_ text: String) throws {
        let written = YAMLText.scalar(text)
        #expect(try YAMLText.value("[\(written)]", origin: "test") == .array([.string(text)]))
        #expect(try YAMLText.value("{key: \(written)}", origin: "test") == ["key": .string(text)])
        #expect(
            try YAMLText.value(YAMLText.flow(["k": [.string(text), 1.5, true]]), origin: "test")
                == ["k": [.string(text), 1.5, true]])
    }

    @Test("What is no value is an error that names its origin")
    func errors() throws {
        let error = try #require(throws: BenchError.self) { try YAMLText.value("[a", origin: "--set x") }
        #expect(error.exitCode == .usage && error.description.hasPrefix("--set x"))
        #expect(throws: BenchError.self) { try YAMLText.value("010", origin: "--set x") }
        #expect(try YAMLText.value("  ", origin: "--set x") == .null)
    }
}
