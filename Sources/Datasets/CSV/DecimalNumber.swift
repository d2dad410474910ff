/// Reads decimal numbers by one strict grammar: sign, digits, fraction, exponent; nothing else.
///
/// No hexadecimal, no "inf" or "nan", no white space, no thousands separator. The value is the double
/// nearest to the decimal, as IEEE 754 asks for, so it is the same on every machine.
enum DecimalNumber: Hashable {
    /// Not of this grammar.
    case malformed
    /// A number beyond the range of a double.
    case overflow
    /// A finite number.
    case value(Double)

    /// Reads the UTF-8 text of a cell.
    init(_ text: ArraySlice<UInt8>) {
        guard Self.matches(text) else {
            self = .malformed
            return
        }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
            self = .overflow
            return
        }
        self = .value(value)
    }

    /// Whether the text follows the grammar.
    ///
    /// `[+-] (digits [. [digits]] | . digits) [(e | E) [+-] digits]`
    private static func matches(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func digits() -> Int {
            let before = rest.count
            while let byte = rest.first, (0x30...0x39).contains(byte) { rest.removeFirst() }
            return before - rest.count
        }
        func skip(_ characters: [UInt8]) -> Bool {
            guard let byte = rest.first, characters.contains(byte) else { return false }
            rest.removeFirst()
            return true
        }
        let signs = Array("+-".utf8)
        _ = skip(signs)
        var count = digits()
        if skip(Array(".".utf8)) { count += digits() }
        guard count > 0 else { return false }
        if skip(Array("eE".utf8)) {
            _ = skip(signs)
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
