import Foundation

/// The commit that the running program's sources are of, and whether they had changes.
struct GitState {
    let commit: String
    let isDirty: Bool

    /// Known only where it can be shown: the executable lies in the build folder of a checkout of this
    /// program, and no source there is newer than it.
    ///
    /// A copy of the executable elsewhere has no known commit.
    static func ofExecutable() -> GitState? {
        let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let executable = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let folder = executable.deletingLastPathComponent().path
        guard let top = git(["-C", folder, "rev-parse", "--show-toplevel"]),
            executable.path.hasPrefix(top + "/.build/"),
            FileManager.default.fileExists(atPath: top + "/Sources/bench/Bench.swift"),
            let built = modified(executable.path),
            let sources = git(["-C", top, "ls-files", "--", "Sources", "Package.swift"])
        else { return nil }
        for source in sources.split(separator: "\n") {
            guard let changed = modified("\(top)/\(source)"), changed <= built else { return nil }
        }
        guard let commit = git(["-C", top, "rev-parse", "--verify", "HEAD"]),
            let changes = git(["-C", top, "status", "--porcelain", "--", "Sources", "Package.swift"])
        else { return nil }
        return GitState(commit: commit, isDirty: !changes.isEmpty)
    }

    private static func modified(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }

    /// What git prints, trimmed; nil where it fails or is not there.
    private static func git(_ arguments: [String]) -> String? { GitCommand.run(arguments).text }
}
