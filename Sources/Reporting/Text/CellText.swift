import Primitives

/// What stands behind a cell, as text.
enum CellText {
    /// The value with all its digits; nil where the cell's text says it already.
    static func digits(_ cell: Table.Cell) -> String? {
        guard let value = cell.value, value != .null else { return nil }
        let text = plain(value)
        return text == cell.text || text.isEmpty ? nil : text
    }

    /// A value on one line: numbers with all digits, members by name as "df 7, p 0.0011".
    static func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: "none"
        case .string(let text): text
        case .real(let number) where !number.isFinite: number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞"
        case .array(let elements): "[" + elements.map(plain).joined(separator: ", ") + "]"
        case .object(let members):
            members.keys.sorted().map { "\($0) \(plain(members[$0]!))" }.joined(separator: ", ")
        default: value.canonical
        }
    }

    /// The parts of a value that are a number or a text each, with their names; a value without parts has the name "".
    static func leaves(_ value: JSONValue?, of name: String = "") -> [(name: String, value: JSONValue)] {
        switch value {
        case nil, .null: []
        case .object(let members)?:
            members.keys.sorted().flatMap { key in
                leaves(members[key], of: name.isEmpty ? key : "\(name).\(key)")
            }
        case .array(let elements)?:
            elements.enumerated().flatMap { leaves($1, of: name.isEmpty ? String($0) : "\(name).\($0)") }
        case let value?: [(name, value)]
        }
    }

    /// The number to sort a column by; nil where the cell has none.
    ///
    /// Of several, it is the one that the text shows.
    static func sortKey(_ cell: Table.Cell) -> Double? {
        if let number = cell.value?.number { return number.isFinite ? number : nil }
        guard case .object? = cell.value, let shown = leadingNumber(cell.text) else { return nil }
        let numbers = leaves(cell.value).compactMap(\.value.number).filter(\.isFinite)
        return numbers.min { abs($0 - shown) < abs($1 - shown) }
    }

    /// The number that a text begins with: 0.0335 of "+0.0335 ± 0.0066".
    static func leadingNumber(_ text: String) -> Double? {
        var digits = ""
        for character in text {
            switch character {
            case "(", "[", "+", " ", "~", "≈": if !digits.isEmpty { return Double(digits) }
            case "−", "-":
                // After the e of a power, or at the beginning.
                guard digits.isEmpty || digits.hasSuffix("e") else { return Double(digits) }
                digits += "-"
            case "0"..."9", ".": digits.append(character)
            case "e" where !digits.isEmpty && !digits.contains("e"): digits.append(character)
            default: return Double(digits)
            }
        }
        return Double(digits)
    }
}
