import Foundation

/// git as a program that is run without a shell.
struct GitCommand {
    /// What came of it.
    struct Result {
        /// Its exit code; 127 where there is no git.
        var status: Int32
        /// What it printed.
        var output: Data
        /// What it said on standard error.
        var message: String

        /// What it printed, trimmed; nil where it failed.
        var text: String? {
            guard status == 0 else { return nil }
            return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Runs git to its end; `folder` is where, nil for the current one.
    static func run(_ arguments: [String], in folder: String? = nil) -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Without it, looking at the state takes a lock in the repository, which a run that is killed leaves
        // behind.
        process.arguments =
            ["git", "--no-optional-locks"] + (folder.map { ["-C", $0] } ?? []) + arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return Result(status: 127, output: Data(), message: "") }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        // A line or two: less than a pipe holds.
        let message = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : 128, output: data,
            message: message.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
