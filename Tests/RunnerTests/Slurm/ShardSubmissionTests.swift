import Foundation
import Primitives
import Synchronization
import Testing

@testable import Runner

@Suite("Submitting shards")
struct ShardSubmissionTests {
    /// Answers of sbatch one after the other, and what it was asked.
    private final class Script: Sendable {
        private let answers: Mutex<[SlurmCommands.Answer]>
        let asked = Mutex<[[String]]>([])
        let queue: String

        init(_ answers: [SlurmCommands.Answer], queue: String = "") {
            self.answers = Mutex(answers)
            self.queue = queue
        }

        var commands: SlurmCommands {
            SlurmCommands { name, arguments in
                if name == "squeue" { return .init(status: 0, output: self.queue, error: "") }
                self.asked.withLock { $0.append(arguments) }
                return self.answers.withLock { $0.removeFirst() }
            }
        }
    }

    private static let down = SlurmCommands.Answer(
        status: 1, output: "", error: "Unable to contact slurm controller (connect failure)")
    private static func job(_ id: Int) -> SlurmCommands.Answer {
        .init(status: 0, output: "\(id)\n", error: "")
    }

    private func withRun(
        _ script: Script, _ body: (ShardSubmission, SlurmRunFolder) throws -> Void
    ) throws {
        let folder = SlurmRunFolder(
            path: FileManager.default.temporaryDirectory.path + "/bench-test-\(UUID().uuidString)")
        defer { folder.remove() }
        let manifest = SlurmManifest.example(cells: 9, shards: 3)
        try folder.create(manifest)
        try body(
            ShardSubmission(
                folder: folder, manifest: manifest, commands: script.commands, say: { _ in },
                wait: { _ in }), folder)
    }

    @Test("an array and a merge job after it, written down")
    func plain() throws {
        let script = Script([Self.job(7), Self.job(8)])
        try withRun(script) { submission, folder in
            let round = try submission.submit([1, 2, 3], after: 0, patience: 0)
            #expect(round?.array == "7" && round?.merge == "8")
            #expect(folder.rounds() == [round])
            #expect(script.asked.withLock { $0[1].contains("--dependency=afterany:7") })
        }
    }

    @Test("of two that look at the same shards one submits them")
    func once() throws {
        let script = Script([Self.job(7), Self.job(8)])
        try withRun(script) { submission, folder in
            let rounds = try (0..<2).map { _ in try submission.submit([2], after: 0, patience: 0) }
            #expect(rounds[0] != nil && rounds[1] == nil)
            #expect(folder.rounds().count == 1)
        }
    }

    @Test("a refusal leaves nothing behind")
    func refusal() throws {
        let script = Script([
            .init(status: 1, output: "", error: "invalid partition"), Self.job(7), Self.job(8),
        ])
        try withRun(script) { submission, folder in
            let error = #expect(throws: BenchError.self) {
                _ = try submission.submit([1], after: 0, patience: 60)
            }
            #expect(error?.exitCode == .usage && error?.description.contains("invalid partition") == true)
            #expect(folder.rounds().isEmpty)
            let round = try submission.submit([1], after: 0, patience: 60)
            #expect(round?.number == 1)
        }
    }

    @Test("a controller that is away is asked again; where it had heard, the job is found, not doubled")
    func controllerAway() throws {
        let patient = Script([Self.down, Self.down, Self.job(7), Self.job(8)])
        try withRun(patient) { submission, _ in
            let round = try submission.submit([1], after: 0, patience: 60)
            #expect(round?.array == "7")
        }
        let impatient = Script([Self.down])
        try withRun(impatient) { submission, folder in
            let error = #expect(throws: BenchError.self) {
                _ = try submission.submit([1], after: 0, patience: 0)
            }
            #expect(error?.exitCode == .storeBusy)
            #expect(folder.rounds().isEmpty)
        }
        let heard = Script([Self.down, Self.job(10)], queue: "9_1|9|PENDING|None|\n")
        try withRun(heard) { submission, _ in
            let round = try submission.submit([1], after: 0, patience: 60)
            #expect(round?.array == "9" && round?.merge == "10")
        }
    }

    @Test("tasks whose merge job was refused are a submission all the same")
    func noMergeJob() throws {
        let script = Script([Self.job(7), .init(status: 1, output: "", error: "job limit")])
        try withRun(script) { submission, folder in
            let round = try submission.submit([1], after: 0, patience: 0)
            #expect(round?.array == "7" && round?.merge == nil)
            #expect(folder.rounds().first?.array == "7")
        }
    }

    @Test("a file is created by one of many at once, and is whole")
    func exclusiveFiles() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/claim"
        let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<16 {
                group.addTask { try DurableFile.create("\(number)", at: path) ? number : nil }
            }
            return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(winners.count == 1)
        #expect(DurableFile.text(path) == winners.first.map(String.init))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["claim"])
        #expect(throws: BenchError.self) { try DurableFile.write("x", to: folder.path + "/no/such") }
    }
}
