import Foundation
import Primitives
import Testing

/// `bench run --executor slurm` against stand-ins for Slurm's commands that run jobs at once.
///
/// scripts/check-slurm does the same with a real Slurm.
@Suite("bench run --executor slurm, from outside")
struct SlurmTests {
    /// Commands that run every job when it is submitted, on this machine.
    private struct Cluster {
        let folder: ScratchFolder
        let environment: [String: String]

        /// `sbatch` may begin with further lines of shell.
        init(sbatch prologue: String = "", squeue: String = "exit 0") throws {
            folder = try ScratchFolder()
            try Self.command("scontrol", "echo 'MaxArraySize = 11'", in: folder)
            try Self.command("squeue", squeue, in: folder)
            try Self.command(
                "sbatch",
                """
                echo "$*" >>"$CLUSTER/asked"
                count=$(cat "$CLUSTER/count" 2>/dev/null || echo 0)
                count=$((count + 1))
                echo $count >"$CLUSTER/count"
                \(prologue)
                array=
                while :; do
                    case $1 in
                    --array=*) array=${1#--array=}; array=${array%\\%*} ;;
                    --chdir=*) cd "${1#--chdir=}" ;;
                    --*) ;;
                    *) break ;;
                    esac
                    shift
                done
                if [ -z "$array" ]; then
                    SLURM_JOB_ID=$count sh "$@" >>"$CLUSTER/log" 2>&1
                else
                    for part in $(echo "$array" | tr , ' '); do
                        for index in $(seq "${part%-*}" "${part#*-}"); do
                            SLURM_ARRAY_TASK_ID=$index SLURMD_NODENAME=node$index sh "$@" >>"$CLUSTER/log" 2>&1
                        done
                    done
                fi
                echo $count
                exit 0
                """, in: folder)
            environment = [
                "PATH": folder.url.path + ":/usr/bin:/bin", "CLUSTER": folder.url.path,
            ]
        }

        private static func command(_ name: String, _ script: String, in folder: ScratchFolder) throws {
            let path = try folder.write(name, "#!/bin/sh\n\(script)\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }

        var asked: [String] {
            let text = (try? String(contentsOfFile: folder.path("asked"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }
        var log: String { (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? "" }
    }

    private func run(
        _ arguments: [String], _ folder: ScratchFolder, _ cluster: Cluster
    ) throws -> BenchProcess.Result {
        try BenchProcess.run(
            ["run", "suite.yaml", "--executor", "slurm", "--poll", "0.1"] + arguments, in: folder.url,
            environment: cluster.environment)
    }

    /// The cells of `bench run --json`, each as its own canonical text.
    private func cells(_ output: String) throws -> [String] {
        guard case .array(let cells)? = try JSONParser.parse(output)["cells"] else { return [] }
        return cells.map(\.canonical).sorted()
    }

    private func local(_ folder: ScratchFolder) throws -> [String] {
        let result = try BenchProcess.run(
            ["run", "suite.yaml", "--db", "local.sqlite", "--json"], in: folder.url)
        return try cells(result.output)
    }

    @Test("shards give the results of a run on this machine, and a second run does nothing")
    func sameResults() throws {
        let (folder, cluster) = (try ScratchFolder(), try Cluster())
        try folder.write("suite.yaml", RunTests.suite())
        let result = try run(["--shards", "4", "--db", "s.sqlite", "--json"], folder, cluster)
        #expect(result.status == 0, "\(result.error) \(cluster.log)")
        #expect(try cells(result.output) == local(folder))
        #expect(try cells(result.output).count == 6)
        #expect(cluster.asked.count == 2 && cluster.asked[0].contains("--array=1-4 "))
        let again = try run(["--db", "s.sqlite"], folder, cluster)
        #expect(again.status == 0 && again.output.contains("nothing to do: all 6 cells"), "\(again.error)")
        #expect(cluster.asked.count == 2)
        // Nothing but a log and what the run was about is left.
        let runs = try FileManager.default.contentsOfDirectory(atPath: folder.path("s.sqlite.slurm"))
        #expect(runs.count == 1)
        let shards = folder.path("s.sqlite.slurm/\(runs.first ?? "")/shards")
        for name in try FileManager.default.contentsOfDirectory(atPath: shards) {
            #expect(FileManager.default.contents(atPath: "\(shards)/\(name)")?.isEmpty == true, "\(name)")
        }
    }

    @Test("shards whose tasks end without a word are submitted again; of those stored nothing is repeated")
    func lostShards() throws {
        // Every task of the first submission that has an even number never runs.
        let cluster = try Cluster(
            sbatch: """
                case "$*" in *--array=1-3*) set -- $(echo "$*" | sed 's/--array=1-3/--array=1,3/') ;; esac
                """)
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", RunTests.suite())
        let result = try run(["--shards", "3", "--db", "s.sqlite", "--json"], folder, cluster)
        #expect(result.status == 0, "\(result.error) \(cluster.log)")
        #expect(try cells(result.output) == local(folder))
        #expect(cluster.asked.contains { $0.contains("--array=2 ") }, "\(cluster.asked)")
    }

    @Test("a shard that is lost again and again is given up, what there is is stored, and the log is named")
    func givenUp() throws {
        let cluster = try Cluster(
            sbatch: """
                case "$*" in
                *--array=1-2*) set -- $(echo "$*" | sed 's/--array=1-2/--array=1/') ;;
                *--array=2*) echo $count; exit 0 ;;
                esac
                """)
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", RunTests.suite())
        let result = try run(
            ["--shards", "2", "--resubmissions", "1", "--db", "s.sqlite"], folder, cluster)
        #expect(result.status == 70, "\(result.error) \(cluster.log)")
        #expect(result.error.contains("shards 2 were lost too often"), "\(result.error)")
        #expect(result.output.contains("3 cells remain"), "\(result.output)")
        // The same command submits what is missing.
        let mended = try Cluster()
        let again = try run(["--db", "s.sqlite", "--json"], folder, mended)
        #expect(again.status == 0, "\(again.error) \(mended.log)")
        #expect(try cells(again.output) == local(folder))
    }

    @Test("a submission that is left goes on by itself, and the same command finds it")
    func detached() throws {
        let (folder, cluster) = (try ScratchFolder(), try Cluster())
        try folder.write("suite.yaml", RunTests.suite())
        let left = try run(["--detach", "--db", "s.sqlite", "--shared", "shared"], folder, cluster)
        #expect(left.status == 0 && left.error.contains("scancel --name=bench-"), "\(left.error)")
        let result = try run(["--db", "s.sqlite", "--json"], folder, cluster)
        #expect(result.status == 0, "\(result.error) \(cluster.log)")
        #expect(try cells(result.output) == local(folder))
        #expect(cluster.asked.count == 2)
    }

    @Test("a run of a part of the suite is gone on with, and what it is not about is submitted after it")
    func partial() throws {
        let (folder, cluster) = (try ScratchFolder(), try Cluster())
        try folder.write("suite.yaml", RunTests.suite())
        // Its tasks never run.
        let left = try Cluster(sbatch: "echo $count; exit 0")
        let part = try run(["--only", "method=baseline", "--detach", "--db", "s.sqlite"], folder, left)
        #expect(part.status == 0, "\(part.error)")
        let same = try run(["--only", "method=baseline", "--detach", "--db", "s.sqlite"], folder, left)
        #expect(same.status == 0 && same.error.contains("going on with"), "\(same.error)")
        #expect(left.asked.count == 2, "\(left.asked)")
        let result = try run(["--db", "s.sqlite", "--json"], folder, cluster)
        #expect(result.status == 0, "\(result.error) \(cluster.log)")
        #expect(try cells(result.output) == local(folder))
        #expect(cluster.asked.count == 4, "\(cluster.asked)")
        #expect(result.error.contains("going on with"), "\(result.error)")
    }

    @Test("what is left of a run of another store stops no run on this machine")
    func leftOver() throws {
        let (folder, cluster) = (try ScratchFolder(), try Cluster())
        try folder.write("suite.yaml", RunTests.suite())
        let left = try Cluster(sbatch: "case \"$*\" in *--array=*) ;; *) echo $count; exit 0 ;; esac")
        #expect(try run(["--detach", "--db", "s.sqlite"], folder, left).status == 0)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.path("s.sqlite" + suffix))
        }
        let here = try BenchProcess.run(["run", "suite.yaml", "--db", "s.sqlite"], in: folder.url)
        #expect(here.status == 0 && here.error.contains("another store"), "\(here.error)")
        let there = try run(["--force", "--db", "s.sqlite"], folder, cluster)
        #expect(there.status == 0 && cluster.asked.count == 2, "\(there.error)")
    }

    @Test("cells that fail are results: the run ends with exit code 5")
    func failures() throws {
        let (folder, cluster) = (try ScratchFolder(), try Cluster())
        try folder.write(
            "suite.yaml",
            RunTests.suite().replacingOccurrences(
                of: "training:",
                with: "  - {name: broken, stack: [{id: sgd, learning_rate: 1e20}]}\ntraining:"))
        let result = try run(["--db", "s.sqlite"], folder, cluster)
        #expect(result.status == 5, "\(result.error) \(cluster.log)")
        #expect(result.output.contains("3 cells diverged"), "\(result.output)")
    }

    @Test("without Slurm, and where Slurm refuses, the error has its words and nothing is left")
    func refusals() throws {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", RunTests.suite())
        let none = try BenchProcess.run(
            ["run", "suite.yaml", "--executor", "slurm", "--db", "s.sqlite"], in: folder.url,
            environment: ["PATH": folder.url.path])
        #expect(none.status == 64 && none.error.contains("scontrol"), "\(none.error)")
        let cluster = try Cluster(
            sbatch: "echo 'sbatch: error: invalid partition specified: foo' >&2; exit 1")
        let refused = try run(["--db", "s.sqlite", "--sbatch-arg=--partition=foo"], folder, cluster)
        #expect(refused.status == 64, "\(refused.error)")
        #expect(refused.error.contains("invalid partition specified: foo"), "\(refused.error)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("s.sqlite.slurm")))
        let wrong = try BenchProcess.run(
            ["run", "suite.yaml", "--shards", "3", "--db", "s.sqlite"], in: folder.url)
        #expect(wrong.status == 64 && wrong.error.contains("--executor slurm"), "\(wrong.error)")
    }
}
