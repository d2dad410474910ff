import Foundation
import Numerics
import Primitives
import Records

/// Finds out where and by what a run is made.
public enum EnvironmentProbe {
    /// This program's version.
    public static let programVersion = "0.1.0"

    /// The environment of this process.
    public static func environment(instructionSet: InstructionSet) -> Environment {
        let git = GitState.ofExecutable()
        return Environment(
            programVersion: programVersion, numericsVersion: NumericsVersion.current, gitCommit: git?.commit,
            gitDirty: git?.isDirty, host: ProcessInfo.processInfo.hostName, cpu: cpuName,
            cpuCount: ProcessInfo.processInfo.processorCount, instructionSet: instructionSet.rawValue,
            operatingSystem: operatingSystem, compiler: compiler, buildConfiguration: buildConfiguration,
            binaryHash: executableHash)
    }

    /// The SHA-256 of this process's executable, read when it is first asked for; nil where it cannot be read.
    public static let executableHash: Digest? = {
        guard let path = executablePath, let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        var hasher = SHA256.accelerated()
        while true {
            do {
                guard let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty else {
                    return hasher.finalized()
                }
                hasher.update(piece)
            } catch {
                return nil
            }
        }
    }()

    /// What this process runs; the system's own link stays right when the file is replaced meanwhile.
    private static var executablePath: String? {
        #if os(Linux)
            "/proc/self/exe"
        #else
            Bundle.main.executablePath
        #endif
    }

    /// The CPU's model name, as the system gives it.
    public static var cpuName: String {
        if let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) {
            for line in text.split(separator: "\n") where line.hasPrefix("model name") {
                if let colon = line.firstIndex(of: ":") {
                    return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                }
            }
        }
        return architecture
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86-64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }

    /// The system's name and version.
    public static var operatingSystem: String {
        if let text = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8) {
            for line in text.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
                return line.dropFirst("PRETTY_NAME=".count).trimmingCharacters(
                    in: CharacterSet(charactersIn: "\""))
            }
        }
        return ProcessInfo.processInfo.operatingSystemVersionString
    }

    /// The compiler, as far as the language lets a program know.
    public static var compiler: String {
        #if compiler(>=6.4)
            "Swift 6.4 or later"
        #elseif compiler(>=6.3)
            "Swift 6.3"
        #elseif compiler(>=6.2)
            "Swift 6.2"
        #else
            "Swift before 6.2"
        #endif
    }

    /// "debug" or "release".
    public static var buildConfiguration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
