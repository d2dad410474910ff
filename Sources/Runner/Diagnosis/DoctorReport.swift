import Foundation
import Numerics
import Primitives
import Records
import Store

/// What `bench doctor` finds.
public struct DoctorReport: Sendable {
    private struct Level: Sendable {
        let name: String
        let digest: String?
        var isRight: Bool { digest == nil || digest == DeterminismProbe.published }
    }

    private let environment: Environment
    private let levels: [Level]
    private let store: String
    /// Whether every level of this machine gives the published bits.
    public var isReproducible: Bool { levels.allSatisfy(\.isRight) }
    /// Why the store cannot be used, when it cannot.
    public let storeFault: ExitCode?

    /// Examines this machine and the store at `storePath`.
    public init(storePath: String) throws(BenchError) {
        environment = EnvironmentProbe.environment(instructionSet: try .selected())
        levels = try InstructionSet.allCases.map { level throws(BenchError) in
            Level(
                name: level.rawValue,
                digest: level.isAvailable ? try DeterminismProbe.digest(on: level).hexadecimal : nil)
        }
        guard FileManager.default.fileExists(atPath: storePath) else {
            store = "\(storePath): none yet"
            storeFault = nil
            return
        }
        do throws(BenchError) {
            let opened = try Store(path: storePath, mode: .readOnly)
            let problems = try opened.integrityProblems(hash: .accelerated())
            store =
                problems.isEmpty ? "\(storePath): sound" : "\(storePath): " + problems.joined(separator: "; ")
            storeFault = problems.isEmpty ? nil : .data
        } catch {
            store = "\(storePath): \(error.diagnostics[0].message)"
            storeFault = error.exitCode
        }
    }

    /// For a person.
    public var text: String {
        var lines = [
            "program: bench \(environment.programVersion), numerics \(environment.numericsVersion), "
                + "\(environment.buildConfiguration), \(environment.compiler)",
            "commit: " + (environment.gitCommit ?? "unknown")
                + (environment.gitDirty == true ? " (with changes)" : ""),
            "machine: \(environment.host), \(environment.cpu), \(environment.cpuCount) processors",
            "system: \(environment.operatingSystem)",
            "kernels in use: \(environment.instructionSet)",
        ]
        for level in levels {
            let verdict =
                level.digest.map { level.isRight ? "right bits (\($0.prefix(12)))" : "WRONG BITS (\($0))" }
                ?? "not on this machine"
            lines.append("  \(level.name): \(verdict)")
        }
        lines.append("store: \(store)")
        return lines.joined(separator: "\n") + "\n"
    }

    /// For a program.
    public var json: String {
        JSONValue.object([
            "environment": environment.canonical,
            "levels": .object(
                Dictionary(
                    uniqueKeysWithValues: levels.map { ($0.name, $0.digest.map { .string($0) } ?? .null) })),
            "published": .string(DeterminismProbe.published), "reproducible": .boolean(isReproducible),
            "store": .string(store),
        ]).canonical + "\n"
    }
}
