import Reporting

/// How a corrected p-value stands in a sentence.
enum HolmText {
    /// ` (p = 0.012, Holm over 6)`; nothing where there is none.
    static func p(_ p: Double?, familySize: Int, alpha: Double) -> String {
        guard let p else { return "" }
        return " (p = \(NumberText.p(p, threshold: alpha))"
            + (familySize > 1 ? ", Holm over \(familySize))" : ")")
    }
}
