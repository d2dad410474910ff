/// How files of stores are called, for words that may name a store or something else.
public enum StoreFileName {
    /// What their names end in, in lower case.
    public static let endings = [".sqlite", ".sqlite3", ".db"]

    /// Whether a word ends as the name of a store's file does.
    public static func isOne(_ word: String) -> Bool {
        let word = word.lowercased()
        return endings.contains { word.hasSuffix($0) }
    }
}
