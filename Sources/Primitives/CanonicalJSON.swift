extension JSONValue {
    /// The one text of this value: keys sorted by Unicode scalar, no white space, shortest round-trip numbers.
    ///
    /// Two values that mean the same have the same text, on every machine, so its SHA-256 identifies it.
    /// Numbers follow RFC 8785 (integral reals print without a fraction). JSON has no NaN or infinity; they
    /// print as the strings "NaN", "Infinity", "-Infinity".
    public var canonical: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .real(let value): text += Self.canonicalNumber(value)
        case .string(let value): Self.writeQuoted(value, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            let keys = members.keys.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
            for (index, key) in keys.enumerated() {
                if index > 0 { text += "," }
                Self.writeQuoted(key, to: &text)
                text += ":"
                members[key]!.write(to: &text)
            }
            text += "}"
        }
    }

    /// The shortest decimal that reads back as `value`, in the notation of RFC 8785 (ECMAScript's).
    public static func canonicalNumber(_ value: Double) -> String {
        guard value.isFinite else {
            return value.isNaN ? "\"NaN\"" : (value < 0 ? "\"-Infinity\"" : "\"Infinity\"")
        }
        if value == 0 { return "0" }
        // Swift prints the shortest digits that round-trip; only their layout differs from ECMAScript's.
        let sign = value < 0 ? "-" : ""
        var mantissa = abs(value).description[...]
        var exponent = 0
        if let mark = mantissa.firstIndex(of: "e") {
            exponent = Int(mantissa[mantissa.index(after: mark)...])!
            mantissa = mantissa[..<mark]
        }
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        var digits = String(parts[0])
        var point = digits.count + exponent
        if parts.count > 1, parts[1] != "0" { digits += parts[1] }
        let leading = digits.prefix { $0 == "0" }.count
        digits.removeFirst(leading)
        point -= leading
        while digits.last == "0" { digits.removeLast() }
        let count = digits.count
        if point > 21 || point < -5 {
            let tail = count > 1 ? "." + digits.dropFirst() : ""
            let power = point - 1
            return sign + digits.prefix(1) + tail + "e" + (power < 0 ? "-" : "+") + String(abs(power))
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if count <= point { return sign + digits + String(repeating: "0", count: point - count) }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    private static func writeQuoted(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{c}": text += "\\f"
            case _ where scalar.value < 0x20:
                let hexadecimal = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
