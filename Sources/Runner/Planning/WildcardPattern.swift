/// A text with wildcards: `*` for any letters, `?` for one.
struct WildcardPattern: Sendable {
    private let letters: [Character]

    /// Whether `text` has wildcards.
    static func isPattern(_ text: String) -> Bool { text.contains { $0 == "*" || $0 == "?" } }

    /// The pattern `text`.
    init(_ text: String) { letters = Array(text) }

    /// Whether all of `text` matches.
    func matches(_ text: String) -> Bool {
        let text = Array(text)
        var (place, index) = (0, 0)
        // Where the last star stands, and how much of the text it takes so far.
        var star: (pattern: Int, text: Int)?
        while index < text.count {
            if place < letters.count, letters[place] == "*" {
                star = (place, index)
                place += 1
            } else if place < letters.count, letters[place] == "?" || letters[place] == text[index] {
                place += 1
                index += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                (place, index) = (last.pattern + 1, last.text + 1)
            } else {
                return false
            }
        }
        return letters[place...].allSatisfy { $0 == "*" }
    }
}
