/// Cuts a line of an ARFF file into words: bare ones, and quoted ones with backslashes.
struct ARFFTokens {
    /// Why a line cannot be cut.
    struct Fault: Error {
        /// What is wrong.
        let message: String
        /// The byte it is at.
        let position: Int
    }

    private let text: UnsafeRawBufferPointer
    /// The next byte's index.
    private(set) var position = 0

    /// The words of `text`, a line with or without its end.
    init(_ text: UnsafeRawBufferPointer) {
        var count = text.count
        while count > 0, text[count - 1] <= 0x20 { count -= 1 }
        self.text = UnsafeRawBufferPointer(rebasing: text[..<count])
        skipSpaces()
    }

    /// The next byte that is no space; nil at the end.
    var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpaces() {
        while position < text.count, text[position] <= 0x20 { position += 1 }
    }

    /// Skips the byte `mark` and the spaces after it, if it is the next one.
    mutating func skip(_ mark: Character) -> Bool {
        guard let next, Character(Unicode.Scalar(next)) == mark else { return false }
        position += 1
        skipSpaces()
        return true
    }

    /// The next word, up to a space, comma or brace, or in quotes; `spaces` are part of it where asked.
    mutating func word(withSpaces: Bool = false) throws(Fault) -> [UInt8] {
        guard let first = next else { throw Fault(message: "the line ends too early", position: position) }
        if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return try quoted(first) }
        let start = position
        while position < text.count, !",{}".utf8.contains(text[position]), withSpaces || text[position] > 0x20
        {
            position += 1
        }
        var end = position
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        let word = Array(text[start..<end])
        skipSpaces()
        return word
    }

    private mutating func quoted(_ quote: UInt8) throws(Fault) -> [UInt8] {
        let start = position
        var word: [UInt8] = []
        position += 1
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == quote {
                skipSpaces()
                return word
            }
            if byte == UInt8(ascii: "\\"), position < text.count {
                word.append(Self.unescaped(text[position]))
                position += 1
            } else {
                word.append(byte)
            }
        }
        throw Fault(message: "the quote opened here is never closed", position: start)
    }

    private static func unescaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }
}
