import Primitives

/// A ready workflow for one kind of CI.
///
/// A new kind is a new file and a line in `CITemplates.all`.
public protocol CITemplate: Sendable {
    /// Its name on the command line.
    var id: String { get }
    /// Where its file belongs, relative to the repository's root.
    var path: String { get }
    /// The file's text.
    func text(_ settings: CISettings) -> String
    /// What is left to do by hand, a sentence each.
    func steps(_ settings: CISettings) -> [String]
}

/// The kinds of CI that workflows can be written for.
public enum CITemplates {
    /// All of them.
    public static let all: [any CITemplate] = [
        GitHubTemplate(),
        GitLabTemplate(),
        MakeTemplate(),
    ]

    /// The one with that name; throws `.usage` where there is none.
    public static func template(_ id: String) throws(BenchError) -> any CITemplate {
        try Suggestion.choice(id, of: "kind of CI", in: all) { $0.id }
    }
}
