/// Numbers as exports print them: the shortest decimal that reads back as the same bits.
enum ExportedNumber {
    /// `0.1`, `1e-05`, `-0.0`; NaN and the infinities by name.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }

    /// The same of a Float.
    static func text(_ value: Float) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }
}
