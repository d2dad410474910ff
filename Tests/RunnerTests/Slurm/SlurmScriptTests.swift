import Foundation
import Primitives
import Testing

@testable import Runner

@Suite("Scripts, manifests and commands of a run on a cluster")
struct SlurmScriptTests {
    private let folder = SlurmRunFolder(path: "/shared/it's a run")

    @Test("the scripts have absolute paths, quoted, and replace the shell")
    func scripts() {
        let scripts = SlurmScripts(
            manifest: .example(cells: 9, shards: 3, executable: "/opt/my bench"), folder: folder)
        #expect(
            scripts.task.hasSuffix(
                "\nexec '/opt/my bench' slurm-task '/shared/it'\\''s a run' --shard \"$SLURM_ARRAY_TASK_ID\" "
                    + "--round \"$1\"\n"))
        #expect(
            scripts.merge.hasSuffix("\nexec '/opt/my bench' slurm-merge '/shared/it'\\''s a run'\n"))
        #expect(scripts.task.hasPrefix("#!/bin/sh\n"))
    }

    @Test(
        "a quoted word is one word for the shell", arguments: ["", "a", "it's", "'", "a b\"$c`d\\", "''x''"])
    func quoting(_ word: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "printf %s \(ShellWord.inQuotes(word))"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(String(decoding: data, as: UTF8.self) == word)
    }

    @Test("an array of what is missing, throttled, appended to its logs, sent again when its node is lost")
    func submission() {
        let settings = SlurmSettings(
            nodes: 2, processorsPerTask: 4, minutes: 90, sbatchArguments: ["--partition=long", "--mem=2G"])
        let manifest = SlurmManifest.example(cells: 9, shards: 3, settings: settings)
        let scripts = SlurmScripts(manifest: manifest, folder: folder)
        #expect(
            scripts.submission(of: [1, 3], round: 2) == [
                "--parsable", "--job-name=bench-0f8e", "--nodes=1", "--ntasks=1", "--chdir=/data/it's",
                "--output=/shared/it's a run/logs/round-2-shard-%a.log", "--open-mode=append", "--requeue",
                "--array=1,3%2", "--cpus-per-task=4", "--time=90", "--signal=B:TERM@60", "--partition=long",
                "--mem=2G", "/shared/it's a run/task.sh", "2",
            ])
        let merge = scripts.mergeSubmission(after: ["7"], round: 2)
        #expect(merge.contains("--dependency=afterany:7"))
        #expect(merge.last == "/shared/it's a run/merge.sh" && merge.contains("--partition=long"))
        #expect(!scripts.mergeSubmission(after: [], round: 2).contains { $0.contains("dependency") })
    }

    @Test("a folder with a per cent sign is doubled in the name of a log only")
    func percent() {
        let scripts = SlurmScripts(
            manifest: .example(cells: 9, shards: 3), folder: SlurmRunFolder(path: "/shared/100%a"))
        let arguments = scripts.submission(of: [1], round: 1)
        #expect(arguments.contains("--output=/shared/100%%a/logs/round-1-shard-%a.log"))
        #expect(arguments.contains("/shared/100%a/task.sh"))
    }

    @Test("what is to be typed has whole paths, quoted where they have to be")
    func hints() {
        var manifest = SlurmManifest.example(cells: 9, shards: 3)
        #expect(
            SlurmRunStatus.hints(manifest)[0]
                == "follow: bench run '/data/it'\\''s/suites/a.yaml' --executor slurm --db /data/s.sqlite")
        manifest.suitePath = "/other/a.yaml"
        manifest.storePath = "/data/my store"
        #expect(
            SlurmRunStatus.hints(manifest)[0]
                == "follow: bench run /other/a.yaml --executor slurm --db '/data/my store'")
    }

    @Test("a manifest, a submission, an outcome and a heartbeat read back as they were")
    func roundTrips() throws {
        let settings = SlurmSettings(
            shards: 3, nodes: 2, throttle: 5, processorsPerTask: 4, minutes: 90, sbatchArguments: ["--x"],
            resubmissions: 1, checkpointSeconds: 12.5)
        let manifest = SlurmManifest.example(cells: 9, shards: 3, settings: settings)
        #expect(try SlurmManifest(text: manifest.json.canonical, path: "m") == manifest)
        for text in ["", "{}", "[1]", #"{"version":2}"#] {
            let error = #expect(throws: BenchError.self) { try SlurmManifest(text: text, path: "/x/m.json") }
            #expect(error?.exitCode == .data && error?.description.contains("/x/m.json") == true)
        }
        let round = SubmissionRound(
            number: 2, shards: [1, 3], cellsBefore: [0, 4], claimant: "h 1", claimedAt: 3.5, array: "12",
            merge: nil)
        #expect(SubmissionRound(json: try JSONParser.parse(round.json.canonical)) == round)
        let outcome = SlurmOutcome(
            state: .incomplete, missingShards: [2, 3], endedAt: 1.5, conflicts: ["a cell"])
        #expect(SlurmOutcome(json: try JSONParser.parse(outcome.json.canonical)) == outcome)
        let beat = TaskHeartbeat(shard: 1, done: 2, failed: 1, node: "n", updatedAt: 4.5)
        #expect(TaskHeartbeat(json: try JSONParser.parse(beat.json.canonical)) == beat)
    }

    @Test("a controller that was not heard is not a refusal, and a refusal is told in Slurm's words")
    func refusals() {
        func submit(_ status: Int32, _ output: String, _ error: String) -> Result<
            String, SlurmCommands.Refusal
        > {
            let commands = SlurmCommands { _, _ in .init(status: status, output: output, error: error) }
            return Result { () throws(SlurmCommands.Refusal) in try commands.submit([]) }
        }
        #expect(submit(0, "12\n", "") == .success("12"))
        #expect(submit(0, "12;cluster\n", "sbatch: a warning") == .success("12"))
        let down = "sbatch: error: Unable to contact slurm controller (connect failure)"
        #expect(submit(1, "", down) == .failure(.unreachable(down)))
        let partition = "sbatch: error: invalid partition specified: foo\nsbatch: error: Batch job failed\n"
        let refusal = SlurmCommands.Refusal.refused(
            "sbatch: error: invalid partition specified: foo; sbatch: error: Batch job failed")
        #expect(submit(1, "", partition) == .failure(refusal))
        #expect(refusal.error(["--array=1"]).exitCode == .usage)
        #expect("\(refusal.error(["--array=1"]))".contains("partition specified: foo"))
        if case .success = submit(0, "no id", "") { Issue.record("an answer without an id was taken") }
        let none = SlurmCommands { _, _ in nil }
        #expect(throws: BenchError.self) { try none.maximumArrayIndex() }
        #expect(none.queue(jobName: "x") == nil)
    }

    @Test("the largest index is one less than Slurm's MaxArraySize")
    func largestIndex() throws {
        func answer(_ text: String) -> SlurmCommands {
            SlurmCommands { _, _ in .init(status: 0, output: text, error: "") }
        }
        #expect(try answer("MaxArraySize            = 101\nX = y\n").maximumArrayIndex() == 100)
        #expect(try answer("X = y\n").maximumArrayIndex() == 1000)
        #expect(throws: BenchError.self) { try answer("MaxArraySize = 0\n").maximumArrayIndex() }
    }

    @Test("what Slurm told a merge job is not handed on to what it submits")
    func environment() {
        let own = ["SLURM_CONF": "/c", "SLURM_RESTART_COUNT": "1", "SBATCH_PARTITION": "p", "PATH": "/bin"]
        #expect(
            SlurmCommands.environment(own) == [
                "SLURM_CONF": "/c", "SBATCH_PARTITION": "p", "PATH": "/bin",
            ])
    }
}
