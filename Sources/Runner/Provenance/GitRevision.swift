/// A git revision: what a user called it, and the commit that this is.
public struct GitRevision: Sendable, Hashable {
    /// The user's word: a commit, branch or tag, or `HEAD^`.
    public let word: String
    /// The commit, in hexadecimal digits.
    public let commit: String

    /// A revision.
    init(word: String, commit: String) {
        self.word = word
        self.commit = commit
    }

    /// The beginning of the commit, which names it to people and to git, in any clone that has it.
    public var short: String { String(commit.prefix(12)) }

    /// What messages call it: the commit, with the user's word where that is another.
    public var title: String {
        word.utf8.count >= 7 && commit.hasPrefix(word.lowercased()) ? short : "\(word) (\(short))"
    }
}
