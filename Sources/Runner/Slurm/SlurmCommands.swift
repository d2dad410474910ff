import Foundation
import Primitives

/// Slurm's own commands, and what their answers mean.
public struct SlurmCommands: Sendable {
    /// What a command answered.
    struct Answer: Sendable, Hashable {
        var status: Int32
        var output: String
        var error: String
    }

    /// Runs a command; nil where there is none of that name.
    let run: @Sendable (_ name: String, _ arguments: [String]) -> Answer?

    /// Those on this machine's PATH.
    public static let system = SlurmCommands(run: SlurmCommands.start)

    /// Why jobs could not be submitted.
    enum Refusal: Error, Sendable, Hashable {
        /// The controller does not answer; it may have taken them nevertheless.
        case unreachable(String)
        /// Slurm will not take them.
        case refused(String)

        /// As an error of the command.
        func error(_ arguments: [String]) -> BenchError {
            let command = "sbatch " + arguments.joined(separator: " ")
            switch self {
            case .unreachable(let words):
                return BenchError(
                    .storeBusy, "Slurm's controller does not answer: \(words)",
                    remedy: "see `scontrol ping`, and run the same command again when it does")
            case .refused(let words):
                return BenchError(
                    .usage, "Slurm refused the job: \(words)",
                    remedy: "change --time, --cpus-per-task or --sbatch-arg; it was asked: \(command)")
            }
        }
    }

    /// The largest index that an array of this cluster may have.
    ///
    /// Throws `.usage` where there is no Slurm here.
    public func maximumArrayIndex() throws(BenchError) -> Int {
        guard let answer = run("scontrol", ["show", "config"]) else { throw Self.missing("scontrol") }
        guard answer.status == 0 else {
            let words = Self.words(answer)
            if Self.isUnreachable(words) { throw Refusal.unreachable(words).error([]) }
            throw BenchError(
                .usage, "`scontrol show config` fails: \(words)",
                remedy: "run it on a machine that belongs to a cluster, or without --executor slurm")
        }
        guard let size = Self.arraySize(answer.output) else { return 1000 }
        guard size > 1 else {
            throw BenchError(
                .usage, "this cluster takes no job arrays (MaxArraySize is \(size))",
                remedy: "ask its administrator, or run without --executor slurm")
        }
        return size - 1
    }

    /// MaxArraySize in what `scontrol show config` prints.
    static func arraySize(_ text: String) -> Int? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            if parts.count == 2, parts[0] == "MaxArraySize" { return Int(parts[1]) }
        }
        return nil
    }

    /// Submits a job and returns its id.
    func submit(_ arguments: [String]) throws(Refusal) -> String {
        guard let answer = run("sbatch", arguments) else {
            throw .refused("there is no command sbatch on the PATH")
        }
        guard answer.status == 0 else {
            let words = Self.words(answer)
            throw Self.isUnreachable(words) ? .unreachable(words) : .refused(words)
        }
        // `id` or `id;cluster`.
        let id = answer.output.trimmed.split(separator: ";").first.map(String.init) ?? ""
        guard Int(id) != nil else { throw .refused("its answer is no job id: \(answer.output.trimmed)") }
        return id
    }

    /// The jobs and tasks of that name, also those that ended lately; nil where the controller does not answer.
    func queue(jobName: String) -> [SlurmQueueEntry]? {
        let answer = run(
            "squeue", ["-h", "-r", "-t", "all", "--name=\(jobName)", "-o", SlurmQueueEntry.format])
        guard let answer, answer.status == 0 else { return nil }
        return SlurmQueueEntry.parse(answer.output)
    }

    /// Throws `.usage` where jobs cannot be submitted from this machine.
    public func checkPresence() throws(BenchError) {
        for name in ["sbatch", "squeue", "scontrol"] where Self.find(name) == nil {
            throw Self.missing(name)
        }
    }

    private static func missing(_ name: String) -> BenchError {
        BenchError(
            .usage, "--executor slurm needs Slurm's command \(name), which is not on the PATH",
            remedy: "run it on a machine that submits jobs, or without --executor slurm")
    }

    /// Whether a failed command says that nobody heard it.
    static func isUnreachable(_ words: String) -> Bool {
        [
            "Unable to contact slurm controller", "Connection refused", "Socket timed out",
            "Zero Bytes were transmitted", "Communication connection failure", "Connection timed out",
            "Message receive failure", "in standby mode", "Slurm temporarily unable to accept job",
            "Slurm backup controller",
        ].contains { words.contains($0) }
    }

    /// What a failed command said, on one line.
    private static func words(_ answer: Answer) -> String {
        let said = answer.error.trimmed.isEmpty ? answer.output.trimmed : answer.error.trimmed
        let lines = said.split(separator: "\n").map { String($0).trimmed }
        return lines.isEmpty ? "no word, exit code \(answer.status)" : lines.joined(separator: "; ")
    }

    private static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The environment of a command: what Slurm told this job must not be taken for what the user asks.
    static func environment(_ own: [String: String]) -> [String: String] {
        own.filter { name, _ in
            !name.hasPrefix("SLURM_") || ["SLURM_CONF", "SLURM_CLUSTERS", "SLURM_JWT"].contains(name)
        }
    }

    private static func start(_ name: String, _ arguments: [String]) -> Answer? {
        guard let path = find(name) else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment(ProcessInfo.processInfo.environment)
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        // A file: two pipes read one after the other could wait for each other for ever.
        let errorFile = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: errorFile) }
        guard FileManager.default.createFile(atPath: errorFile.path, contents: nil),
            let error = try? FileHandle(forWritingTo: errorFile)
        else { return Answer(status: -1, output: "", error: "no temporary file can be made") }
        process.standardOutput = output
        process.standardError = error
        guard (try? process.run()) != nil else {
            return Answer(status: -1, output: "", error: "\(path) cannot be run")
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try? error.close()
        return Answer(
            status: process.terminationReason == .exit
                ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: data, as: UTF8.self),
            error: DurableFile.text(errorFile.path) ?? "")
    }
}
