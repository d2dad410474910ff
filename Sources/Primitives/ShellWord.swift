/// Words of a command line that a shell reads back as they are.
public enum ShellWord {
    /// `word`, in single quotes where a POSIX shell would read anything else into it.
    public static func quoted(_ word: String) -> String {
        let plain = "@%+=:,./-_"
        let isPlain =
            !word.isEmpty
            && word.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    || plain.unicodeScalars.contains(scalar)
            }
        return isPlain ? word : inQuotes(word)
    }

    /// `word` in single quotes, whatever it is.
    public static func inQuotes(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A command line of these words.
    public static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
