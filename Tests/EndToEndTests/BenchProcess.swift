import Foundation
import Primitives

/// Runs the built executable as a user would.
struct BenchProcess {
    /// What came of it.
    struct Result {
        let status: Int32
        let output: String
        let error: String
    }

    /// The repository.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The executable that was built with these tests.
    static let executable: URL = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0])
        for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
            folder = URL(fileURLWithPath: argument)
        }
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            let candidate = folder.appendingPathComponent("bench")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        }
        let fallback = root.appendingPathComponent(".build/debug/bench")
        precondition(FileManager.default.isExecutableFile(atPath: fallback.path), "build the tests first")
        return fallback
    }()

    /// Starts it; the pipes must be read by the caller.
    static func start(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws
        -> Process
    {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs it to its end.
    static func run(_ arguments: [String], in folder: URL = root, environment: [String: String] = [:]) throws
        -> Result
    {
        let process = try start(arguments, in: folder, environment: environment)
        // Files rather than pipes: nothing can fill up.
        let (output, error) = (try ScratchFolder.file(), try ScratchFolder.file())
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        process.waitUntilExit()
        defer {
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: error)
        }
        let signalled = process.terminationReason == .uncaughtSignal
        return Result(
            status: signalled ? -process.terminationStatus : process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            error: try String(contentsOf: error, encoding: .utf8))
    }
}

/// A folder of its own for a test, removed with it.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    static func file() throws -> URL {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try Data().write(to: file)
        return file
    }
}
