import Primitives

/// Plain scalars by the core schema of YAML 1.2, less what is ambiguous or not finite.
///
/// `1e-4` is a number, `no` and `on` are text, `010` is refused: YAML 1.1 read it as 8.
enum YAMLScalar {
    /// What a plain scalar is.
    enum Reading: Hashable {
        case value(JSONValue)
        case fault(message: String, remedy: String)
    }

    static func read(plain text: String) -> Reading {
        switch text {
        case "", "~", "null", "Null", "NULL": return .value(.null)
        case "true", "True", "TRUE": return .value(.boolean(true))
        case "false", "False", "FALSE": return .value(.boolean(false))
        default: return number(text) ?? .value(.string(text))
        }
    }

    /// The parts of a decimal number as written.
    private struct Decimal {
        var sign = ""
        var whole = ""
        var fraction: String?
        var exponent: String?

        init?(_ text: String) {
            var rest = Array(text.utf8)[...]
            func digits() -> String {
                let run = rest.prefix { (0x30...0x39).contains($0) }
                rest = rest.dropFirst(run.count)
                return String(decoding: run, as: UTF8.self)
            }
            func take(_ allowed: String) -> String? {
                guard let byte = rest.first, allowed.utf8.contains(byte) else { return nil }
                rest = rest.dropFirst()
                return String(decoding: [byte], as: UTF8.self)
            }
            sign = take("+-") ?? ""
            whole = digits()
            if take(".") != nil { fraction = digits() }
            guard !whole.isEmpty || fraction?.isEmpty == false else { return nil }
            if take("eE") != nil {
                let sign = take("+-") ?? ""
                let power = digits()
                guard !power.isEmpty else { return nil }
                exponent = sign + power
            }
            guard rest.isEmpty else { return nil }
        }
    }

    private static func number(_ text: String) -> Reading? {
        let unsigned = text.first == "+" || text.first == "-" ? text.dropFirst() : text[...]
        if [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(unsigned) {
            return .fault(
                message: "\(text) is not a finite number",
                remedy: "give a finite number, or put it in quotes if text is meant")
        }
        guard let decimal = Decimal(text) else { return nil }
        if decimal.whole.count > 1, decimal.whole.hasPrefix("0") {
            return .fault(
                message: "\(text.clipped()) is ambiguous: a leading 0 means octal to some YAML readers",
                remedy: "write it without the leading 0, or put it in quotes if text is meant")
        }
        if decimal.fraction == nil, decimal.exponent == nil {
            if let integer = Int(decimal.sign + decimal.whole) { return .value(.integer(integer)) }
            return .fault(
                message: "the integer \(text.clipped()) is too large",
                remedy: "the largest is \(Int.max)")
        }
        let whole = decimal.whole.isEmpty ? "0" : decimal.whole
        let fraction = decimal.fraction.flatMap { $0.isEmpty ? nil : $0 } ?? "0"
        let spelled = "\(decimal.sign)\(whole).\(fraction)e\(decimal.exponent ?? "0")"
        guard let value = Double(spelled), value.isFinite else {
            return .fault(
                message: "the number \(text.clipped()) is too large", remedy: "the largest is about 1.8e308")
        }
        return .value(.real(value))
    }
}
