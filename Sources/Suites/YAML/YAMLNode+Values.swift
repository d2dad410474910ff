import Primitives

extension YAMLNode {
    /// The share that a text such as `5%` or `0.5 %` means: 0.05; nil for anything else.
    var percentage: Double? {
        guard let text, text.last == "%" else { return nil }
        var digits = text.dropLast()
        while digits.last == " " { digits.removeLast() }
        guard case .value(let value) = YAMLScalar.read(plain: String(digits)) else { return nil }
        return value.number.map { $0 / 100 }
    }

    /// A share as a number or a percentage; nil for anything else.
    var share: Double? { percentage ?? scalar?.number }

    /// The number here, within `range`; reports anything else.
    func real(as key: String, in range: Primitives.Interval, _ findings: inout Findings) -> Double? {
        if case .faulty = content { return nil }
        guard let value = scalar?.number else {
            findings.report("\"\(key)\" expects a number, found \(kindName)", at: place)
            return nil
        }
        guard range.contains(value) else {
            findings.report(
                "\"\(key)\" must lie in \(range), found \(JSONValue.canonicalNumber(value))", at: place)
            return nil
        }
        return value
    }

    /// One of the words; reports anything else.
    func word(as key: String, of words: [String], _ findings: inout Findings) -> String? {
        guard let word = text(as: key, &findings) else { return nil }
        guard words.contains(word) else {
            findings.report(
                "\"\(key)\" must be \(words.dropLast().joined(separator: ", ")) or \(words[words.count - 1]), found "
                    + "\"\(word.clipped())\"" + Suggestion.hint(for: word, among: words), at: place)
            return nil
        }
        return word
    }
}
