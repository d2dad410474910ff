import Primitives

/// Single values in the notation of suites, for what is written by or on the command line.
public enum YAMLText {
    /// The value that `text` means in a suite: a number, a word, `[a, b]`, `{a: b}`.
    ///
    /// Throws (exit code `usage`) what is wrong with it; `origin` stands in front of the message, like a file.
    public static func value(_ text: String, origin: String) throws(BenchError) -> JSONValue {
        guard text.contains(where: { !$0.isWhitespace }) else { return .null }
        var findings = Findings(file: origin)
        let node = YAMLReader.read(text, findings: &findings)
        if let error = findings.error { throw error }
        return node?.json ?? .null
    }

    /// A text as a suite writes it: as it is where it reads back as the same text anywhere, else in quotes.
    public static func scalar(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isLetter || $0 == "_" } == true && text.utf8.count <= 200
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "/")
            } && YAMLScalar.read(plain: text) == .value(.string(text))
        // A JSON string is a double-quoted scalar of YAML.
        return isPlain ? text : JSONValue.string(text).canonical
    }

    /// A value on one line, in flow style.
    public static func flow(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): scalar(text)
        case .array(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.keys.sorted().map { scalar($0) + ": " + flow(members[$0]!) }.joined(separator: ", ")
                + "}"
        default: value.canonical
        }
    }
}
