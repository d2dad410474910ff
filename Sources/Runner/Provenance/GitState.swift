import Foundation

/// The commit of a checkout, and whether it had changes.
struct GitState {
    let commit: String
    let isDirty: Bool

    /// That of the checkout the running executable was built in; nil outside one, or without git.
    static func ofExecutable() -> GitState? {
        let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
        guard let commit = git(["-C", folder, "rev-parse", "--verify", "HEAD"]) else { return nil }
        let changes = git(["-C", folder, "status", "--porcelain", "--untracked-files=no"])
        return GitState(
            commit: commit.trimmingCharacters(in: .whitespacesAndNewlines),
            isDirty: changes.map { !$0.isEmpty } ?? true)
    }

    private static func git(_ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
