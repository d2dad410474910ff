import Primitives

/// How findings show numbers, shares and names.
public enum CheckText {
    /// More names than this are counted instead.
    static let mostNames = 8

    /// A number with that many significant digits, without trailing zeros.
    public static func number(_ value: Double, _ digits: Int = 3) -> String {
        guard value.isFinite, value != 0 else { return JSONValue.canonicalNumber(value) }
        var exponent = 0
        var size = abs(value)
        while size >= 10, exponent < 400 { (size, exponent) = (size / 10, exponent + 1) }
        while size < 1, exponent > -400 { (size, exponent) = (size * 10, exponent - 1) }
        let places = digits - 1 - exponent
        guard abs(places) < 290 else {
            // Powers of ten beyond a double's: the digits by themselves.
            let digits = number(value < 0 ? -size : size, digits)
            return exponent == 0 ? digits : digits + (exponent < 0 ? "e" : "e+") + "\(exponent)"
        }
        var power = 1.0
        for _ in 0..<abs(places) { power *= 10 }
        let rounded =
            places >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
        return JSONValue.canonicalNumber(rounded.isFinite ? rounded : value)
    }

    /// A share in per cent; never 0 % or 100 % for what is not.
    static func percent(_ part: Double, of whole: Double = 1) -> String {
        let value = 100 * part / whole
        if value > 99, value < 100 {
            let text = number(value, 4)
            return (text == "100" ? "over 99.99" : text) + " %"
        }
        return number(value) + " %"
    }

    /// A share of rows in per cent.
    static func percent(_ part: Int, of whole: Int) -> String { percent(Double(part), of: Double(whole)) }

    /// `1 row`, `2 rows`.
    static func count(_ count: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    /// `column "a"`, `columns "a", "b" and 3 more`.
    static func columns(_ names: [String]) -> String {
        (names.count == 1 ? "column " : "columns ") + list(names)
    }

    /// `"a", "b" and 3 more`.
    static func list(_ names: [String]) -> String {
        var text = names.prefix(mostNames).map { "\"\(clipped($0))\"" }.joined(separator: ", ")
        if names.count > mostNames { text += " and \(names.count - mostNames) more" }
        return text
    }

    /// `exclude: [a, b]`, as a suite would write it.
    static func exclude(_ names: [String]) -> String {
        let shown = names.prefix(mostNames).map { suiteText($0) }
        return "exclude: [" + (shown + (names.count > mostNames ? ["…"] : [])).joined(separator: ", ") + "]"
    }

    /// A name as a suite would write it: in quotes unless it is plainly a word.
    static func suiteText(_ name: String) -> String {
        let isPlain =
            !name.isEmpty && name.first!.isLetter
            && name.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
            } && !["true", "false", "null"].contains(name.lowercased())
        return isPlain ? name : JSONValue.string(name).canonical
    }

    /// A text that fits into a message.
    static func clipped(_ text: String) -> String {
        let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        return line.count > 40 ? String(line.prefix(40)) + "…" : String(line)
    }
}

extension CheckSubject {
    /// `severity` for a file; a note for a generator, whose data are as they were asked to be.
    func severity(_ severity: Diagnostic.Severity) -> Diagnostic.Severity { isFile ? severity : .note }

    /// The number of rows of each class, in the order of codes, with the classes' names; nil for a regression.
    var classCounts: (names: [String], counts: [Int])? {
        guard case .classification(let names) = dataset.task, case .classes(let codes) = dataset.target else {
            return nil
        }
        var counts = [Int](repeating: 0, count: names.count)
        for code in codes { counts[code] += 1 }
        return (names, counts)
    }
}
