/// Plain text made safe for GitHub-flavoured Markdown, escaping only what would otherwise have a meaning.
package enum MarkdownText {
    /// For a heading, a table cell or the middle of a line: one line, no markup, no HTML, no cell border.
    package static func inline(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let previous = index > 0 ? scalars[index - 1] : " "
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            switch scalar {
            case "\r" where next == "\n": continue
            case "\n", "\r", "\t", "\u{2028}", "\u{2029}": result.append(" ")
            case _ where scalar.properties.generalCategory == .control: result.append("\u{FFFD}")
            default:
                if needsEscape(scalar, previous: previous, next: next) { result.append("\\") }
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// For the start of a line, where `#`, `>`, `-`, `+`, `=` and `1.` would also begin something.
    package static func block(_ text: String) -> String {
        let safe = inline(text)
        guard let first = safe.unicodeScalars.first else { return safe }
        if "#>-+=".unicodeScalars.contains(first) { return "\\" + safe }
        let digits = safe.prefix { $0.isASCII && $0.isNumber }
        let rest = safe.dropFirst(digits.count)
        if !digits.isEmpty, rest.hasPrefix(". ") || rest.hasPrefix(") ") { return digits + "\\" + rest }
        return safe
    }

    /// For the text of a link or the description of a figure, which a bracket would end.
    package static func label(_ text: String) -> String {
        inline(text.replacing("[", with: "(").replacing("]", with: ")"))
    }

    /// For the address of a link: everything but letters, digits and `-._~/` as its bytes.
    package static func address(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }

    private static func needsEscape(
        _ scalar: Unicode.Scalar, previous: Unicode.Scalar, next: Unicode.Scalar
    ) -> Bool {
        switch scalar {
        case "\\", "|", "*", "`", "~", "$": true
        // An underscore inside a word is only itself.
        case "_": !(isWord(previous) && isWord(next))
        case "<": next.properties.isAlphabetic || "/!?".unicodeScalars.contains(next)
        case "&": next.properties.isAlphabetic || next == "#"
        // Without its end a link is no link.
        case "]": "([:".unicodeScalars.contains(next)
        default: false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
