import Primitives

/// How wide a text is set, estimated: the reader's font is not known, and figures embed none.
///
/// The widths are Helvetica's (Adobe's font metrics, thousandths of the size), a tenth wider, since fonts
/// that stand in for it, such as DejaVu Sans, are.
enum TextMetrics {
    private static let allowance = 1.12
    private static let widths: [Double] = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
        556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ]

    /// The width of `text` in user units.
    static func width(_ text: String, size: Double) -> Double {
        text.reduce(0.0) { $0 + width($1) } * size / 1000 * allowance
    }

    private static func width(_ character: Character) -> Double {
        if let ascii = character.asciiValue, ascii >= 32, Int(ascii) - 32 < widths.count {
            return widths[Int(ascii) - 32]
        }
        switch TextWidth.of(String(character)) {
        case 0: return 0
        case 1: return 600
        default: return 1000
        }
    }

    /// `text`, or as much of its beginning as fits with an ellipsis.
    static func fitted(_ text: String, width available: Double, size: Double) -> String {
        guard width(text, size: size) > available else { return text }
        let room = available - width("…", size: size)
        var used = 0.0
        var result = ""
        for character in text {
            used += width(String(character), size: size)
            if used > room { break }
            result.append(character)
        }
        while result.last == " " { result.removeLast() }
        return result + "…"
    }
}
