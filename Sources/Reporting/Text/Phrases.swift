/// Small pieces of sentences.
package enum Phrases {
    /// `3 cells`, `1 cell`.
    package static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `a`, `a and b`, `a, b and c`; beyond `most` names their number.
    package static func list(_ names: [String], most: Int = 8) -> String {
        guard names.count > 1 else { return names.first ?? "" }
        if names.count > most {
            return names.prefix(most - 1).joined(separator: ", ") + " and \(names.count - most + 1) more"
        }
        return names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    }

    /// `95 %`.
    package static func percent(_ share: Double) -> String { NumberText.given(share * 100) + " %" }
}
