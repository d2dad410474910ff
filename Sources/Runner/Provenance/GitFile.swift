import Foundation
import Primitives

/// A file as it was in some revision of the git repository around it.
public enum GitFile {
    /// The text of the file at `path` as of `revision`: a commit, branch or tag.
    ///
    /// Throws `.nothingCompared` where there is no such revision, or no such file in it; `.usage` where there
    /// is no git or no repository.
    public static func text(_ path: String, at revision: String) throws(BenchError) -> String {
        let (folder, name) = try repository(path, revision)
        guard let commit = commit(revision, in: folder) else {
            throw BenchError(
                .nothingCompared, "this repository has no revision \"\(revision)\"", remedy: fetching)
        }
        let file = GitCommand.run(["cat-file", "blob", "\(commit):\(name)"], in: folder)
        guard file.status == 0 else {
            throw BenchError(
                .nothingCompared, "the revision \"\(revision)\" has no file \"\(path)\"" + reason(file),
                remedy: "name a revision that the baseline is committed in")
        }
        return try decoded(file, path, revision)
    }

    /// The text of the file at `path` as of `revision`, for those who only ask whether it was another; nil
    /// where that revision has no such file.
    ///
    /// Throws `.usage` where there is no such revision, no git or no repository.
    public static func textIfAny(_ path: String, at revision: String) throws(BenchError) -> String? {
        let commit = try resolved(revision, around: path).commit
        let (folder, name) = place(path)
        // The name alone: in a clone without all contents, those that are missing are not a file that is not
        // there.
        let object = GitCommand.run(
            ["rev-parse", "--verify", "--quiet", "\(commit):\(name)"], in: folder)
        guard object.status == 0 else { return nil }
        let file = GitCommand.run(["cat-file", "blob", "\(commit):\(name)"], in: folder)
        guard file.status == 0 else {
            throw BenchError(
                .data, "cannot read \"\(path)\" as of \"\(revision)\"" + reason(file),
                remedy: "check that it is a file there, and fetch what this clone does not have")
        }
        return try decoded(file, path, revision)
    }

    /// What `revision` means now in the repository around the file at `path`.
    ///
    /// Throws `.usage` where there is no such revision, no git or no repository.
    public static func resolved(_ revision: String, around path: String) throws(BenchError) -> GitRevision {
        let (folder, _) = try repository(path, revision)
        guard let commit = commit(revision, in: folder) else {
            throw BenchError(.usage, "this repository has no revision \"\(revision)\"", remedy: fetching)
        }
        return GitRevision(word: revision, commit: commit)
    }

    private static let fetching =
        "fetch it first (git fetch); checkouts of CI often have one commit alone (fetch-depth: 0 gets all)"

    /// Where git is to be asked, and for what; throws `.usage` where there is no git or no repository.
    private static func repository(
        _ path: String, _ revision: String
    ) throws(BenchError) -> (folder: String?, name: String) {
        let place = place(path)
        let inside = GitCommand.run(["rev-parse", "--is-inside-work-tree"], in: place.folder)
        if inside.status == 127 {
            throw BenchError(
                .usage, "there is no git here to ask for the revision \"\(revision)\"",
                remedy: "install git, or name a file or a store as the baseline")
        }
        // It names the command itself, with the folder that it means.
        if inside.status != 0,
            let command = inside.message.split(separator: "\n").last(where: { $0.contains("safe.directory") })
        {
            throw BenchError(
                .usage, "git refuses the repository around \"\(path)\", as it belongs to another user",
                remedy: "tell git that it is safe: " + command.drop(while: \.isWhitespace))
        }
        guard inside.text == "true" else {
            throw BenchError(
                .usage,
                "\"\(path)\" is in no git repository, so it has no revision \"\(revision)\""
                    + reason(inside),
                remedy: "run it in the repository that the baseline is committed to")
        }
        return place
    }

    /// The commit that a word means; nil for none.
    private static func commit(_ revision: String, in folder: String?) -> String? {
        let commit = GitCommand.run(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"], in: folder)
        return commit.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func decoded(
        _ file: GitCommand.Result, _ path: String, _ revision: String
    ) throws(BenchError) -> String {
        guard let text = String(validating: file.output, as: UTF8.self) else {
            throw BenchError(
                .data, "\"\(path)\" as of \"\(revision)\" is not text in UTF-8",
                remedy: "save the baseline again")
        }
        return text
    }

    /// The nearest folder of the path that is there, and the path from it as git takes it.
    private static func place(_ path: String) -> (folder: String?, name: String) {
        guard path.hasPrefix("/") else {
            return (nil, path.hasPrefix("./") || path.hasPrefix("../") ? path : "./" + path)
        }
        var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        var isFolder: ObjCBool = false
        while folder.path != "/",
            !FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
                || !isFolder.boolValue
        {
            folder = folder.deletingLastPathComponent()
        }
        let rest = URL(fileURLWithPath: path).path.dropFirst(folder.path.count).drop { $0 == "/" }
        return (folder.path, "./" + rest)
    }

    /// What git itself says, in brackets.
    private static func reason(_ result: GitCommand.Result) -> String {
        guard let line = result.message.split(separator: "\n").first else { return "" }
        return " (git: \(line))"
    }
}
