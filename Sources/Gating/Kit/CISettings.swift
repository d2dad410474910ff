import Primitives

/// What a workflow has to know: which suite is gated by which baseline, and where the program comes from.
public struct CISettings: Sendable, Hashable {
    /// Where the program is built from.
    public enum Source: Sendable, Hashable {
        /// The repository is that of the program.
        case here
        /// Another git repository, by its address, at a revision: a commit, a tag or a branch.
        case repository(String, revision: String)
    }

    /// The suite's file, relative to the repository's root.
    public var suite: String
    /// The baseline's name.
    public var baseline: String
    /// Where the program is built from.
    public var source: Source

    /// Settings; throws `.usage` for texts that a workflow could not hold.
    public init(suite: String, baseline: String, source: Source) throws(BenchError) {
        var texts = [("--suite", suite), ("--baseline", baseline)]
        if case .repository(let address, let revision) = source {
            texts += [("--source", address), ("--revision", revision)]
        }
        for (option, text) in texts where !Self.isPlain(text) {
            throw BenchError(
                .usage, "\(option) \"\(text)\" cannot stand in a workflow",
                remedy: "use letters, digits and any of . _ - / : @ ~ + only, and begin with none of -")
        }
        self.suite = suite
        self.baseline = baseline
        self.source = source
    }

    /// Whether YAML, a shell and make all take the text as it is: expressions and quotes could run anything.
    private static func isPlain(_ text: String) -> Bool {
        let others = "._-/:@~+"
        return !text.isEmpty && !text.hasPrefix("-")
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    || others.unicodeScalars.contains(scalar)
            }
    }

    /// The folder with the program's sources, for a shell at the repository's root; empty where it is the root.
    var sourceFolder: String { source == .here ? "" : ".bench-source/" }

    /// The built program, relative to the repository's root.
    var program: String { sourceFolder + ".build/release/bench" }

    /// The shell commands that fetch the program's sources; none where they are here.
    ///
    /// No clone: a cache may have filled the folder with the last build already.
    var fetchCommands: [String] {
        guard case .repository(let address, let revision) = source else { return [] }
        return [
            "git init --quiet .bench-source",
            "git -C .bench-source fetch --quiet --depth 1 \(address) \(revision)",
            "git -C .bench-source checkout --quiet --force FETCH_HEAD",
        ]
    }

    /// The shell commands that build the program, each to be run at the repository's root.
    var buildCommands: [String] {
        ["scripts/install-dependencies", "swift build -c release --product bench"].map { command in
            source == .here ? command : "(cd .bench-source && \(command))"
        }
    }

    /// What a user has to do for files that do not belong into git.
    static let ignoring = "have git ignore what is left behind: bench.sqlite*, gate.*, .bench-source/"

    /// The command that gates.
    var gateCommand: String {
        "\(program) gate \(suite) --baseline \(baseline) --progress none"
    }

    /// The command that replaces the baseline.
    var saveCommand: String { "\(program) baseline save \(baseline) \(suite)" }
}
