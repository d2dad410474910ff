import Numerics
import Primitives
import Testing

@testable import Runner

@Suite("Where shards stand, and what is to be done")
struct ShardLedgerTests {
    private static let now = 1_000_000.0

    private func file(_ shard: Int, _ cells: Int, complete: Bool = false) -> ShardFile {
        ShardFile(
            shard: shard, count: 3, isComplete: complete, cells: cells, attempt: "a", node: "n",
            unique: "u\(cells)")
    }

    private func round(
        _ number: Int, _ shards: [Int], before: Int = 0, array: String? = "7", age: Double = 900
    )
        -> SubmissionRound
    {
        SubmissionRound(
            number: number, shards: shards, cellsBefore: shards.map { _ in before }, claimant: "host 1",
            claimedAt: Self.now - age, array: array)
    }

    private func entry(
        _ task: Int, _ state: String, job: String = "7", node: String = "", reason: String = ""
    )
        -> SlurmQueueEntry
    {
        SlurmQueueEntry(job: job, task: task, id: "\(task)", state: state, reason: reason, nodes: node)
    }

    private func ledger(
        files: [ShardFile] = [], queue: [SlurmQueueEntry]? = [], rounds: [SubmissionRound]? = nil,
        heartbeats: [TaskHeartbeat] = []
    ) -> ShardLedger {
        ShardLedger(
            manifest: .example(cells: 9, shards: 3), files: files, heartbeats: heartbeats, queue: queue,
            rounds: rounds ?? [round(1, [1, 2, 3])], now: Self.now)
    }

    @Test(
        "what is published decides: a failed task with a complete shard is done, a completed one without is lost"
    )
    func publishedDecides() {
        let ledger = ledger(
            files: [file(1, 3, complete: true)],
            queue: [entry(1, "FAILED"), entry(2, "COMPLETED"), entry(3, "RUNNING", node: "node2")])
        #expect(ledger.shards.map(\.state) == [.complete, .lost, .running])
        #expect(ledger.decision() == .resubmit([2]))
        #expect(ledger.shards[2].nodes == ["node2"])
    }

    @Test("a complete shard stays so while its task runs again elsewhere")
    func splitBrain() {
        let ledger = ledger(
            files: (1...3).map { file($0, 3, complete: true) }, queue: [entry(1, "RUNNING")])
        #expect(ledger.decision() == .fold)
    }

    @Test("jobs that the controller has forgotten are lost, and submitted again")
    func forgotten() {
        #expect(ledger(queue: []).decision() == .resubmit([1, 2, 3]))
    }

    @Test("a controller that does not answer costs nothing, and what is complete is folded without it")
    func silence() {
        let waiting = ledger(files: [file(1, 3, complete: true)], queue: nil)
        #expect(waiting.shards.map(\.state) == [.complete, .unknown, .unknown])
        #expect(waiting.decision() == .wait)
        #expect(waiting.line.contains("controller does not answer"))
        #expect(ledger(files: (1...3).map { file($0, 3, complete: true) }, queue: nil).decision() == .fold)
    }

    @Test("a claim without a job is waited for two minutes, then it was one of a process that died")
    func claims() {
        let young = round(1, [1, 2, 3], array: nil, age: 20)
        #expect(ledger(rounds: [young]).decision() == .wait)
        let old = round(1, [1, 2, 3], array: nil, age: 200)
        #expect(ledger(rounds: [old]).decision() == .resubmit([1, 2, 3]))
    }

    @Test("a shard lost four times in vain is given up; a cell gained counts anew")
    func givingUp() {
        func after(_ rounds: [SubmissionRound], _ files: [ShardFile] = []) -> ShardLedger.Decision {
            ledger(files: [file(2, 3, complete: true), file(3, 3, complete: true)] + files, rounds: rounds)
                .decision()
        }
        let rounds = (1...4).map { round($0, [1]) }
        #expect(after(Array(rounds[..<3])) == .resubmit([1]))
        #expect(after(rounds) == .giveUp([1]))
        #expect(after(rounds, [file(1, 1)]) == .resubmit([1]))
        // The gain lies before the last four.
        #expect(after(rounds + (5...8).map { round($0, [1], before: 1) }, [file(1, 1)]) == .giveUp([1]))
        // Others go on while one is given up.
        let others = ledger(
            files: [file(2, 3, complete: true)], queue: [entry(3, "RUNNING")], rounds: rounds)
        #expect(others.decision() == .wait)
    }

    @Test("tasks cancelled by hand are not submitted again, unless somebody asks for the run to go on")
    func cancelled() {
        let ledger = ledger(
            files: [file(1, 3, complete: true)], queue: [entry(2, "CANCELLED"), entry(3, "CANCELLED")])
        #expect(ledger.decision() == .stop([2, 3]))
        #expect(ledger.decision(resubmitsCancelled: true) == .resubmit([2, 3]))
        // What counts is the latest submission.
        let again = self.ledger(
            queue: [entry(1, "CANCELLED"), entry(1, "NODE_FAIL", job: "12")],
            rounds: [round(1, [1, 2, 3]), round(2, [1], array: "12")])
        #expect(again.shards[0].state == .lost)
        // Tasks that never began are one entry without an index.
        var whole = entry(0, "CANCELLED")
        whole.task = nil
        let pending = self.ledger(queue: [entry(1, "FAILED"), whole])
        #expect(pending.shards.map(\.state) == [.lost, .cancelled, .cancelled])
    }

    @Test("cells done are those published and those that running tasks tell of")
    func cells() {
        func beat(_ shard: Int, _ done: Int, age: Double = 5) -> TaskHeartbeat {
            TaskHeartbeat(shard: shard, done: done, failed: 0, node: "n", updatedAt: Self.now - age)
        }
        let ledger = ledger(
            files: [file(1, 3, complete: true), file(3, 1)],
            queue: [entry(2, "RUNNING", node: "a"), entry(3, "PENDING", reason: "Resources")],
            heartbeats: [beat(2, 2), beat(3, 2), beat(2, 3, age: 900)])
        #expect(ledger.shards.map(\.done) == [3, 2, 1])
        #expect(ledger.line == "1/3 shards, 6/9 cells, 1 running on a, 1 waiting (Resources)")
    }

    @Test("what squeue prints is read; reasons may have bars, other lines are skipped")
    func queue() {
        let text = """
            12_3|15|RUNNING|None|node1
            12_4|16|PENDING|Nodes required | down|
            13|13|PENDING|Dependency|
            12_[5-9]|12|PENDING|Resources|
            slurm_load_jobs error

            """
        let entries = SlurmQueueEntry.parse(text)
        #expect(entries.map(\.task) == [3, 4, nil])
        #expect(entries.map(\.job) == ["12", "12", "13"])
        #expect(entries[1].reason == "Nodes required|down" && entries[1].nodes.isEmpty)
        #expect(entries[0].isRunning && entries[1].isLive && !entries[1].isRunning)
        for state in [
            "COMPLETED", "FAILED", "NODE_FAIL", "TIMEOUT", "CANCELLED", "OUT_OF_MEMORY", "PREEMPTED",
        ] {
            #expect(!entry(1, state).isLive, "\(state)")
        }
    }
}

extension SlurmManifest {
    static func example(
        cells: Int, shards: Int, settings: SlurmSettings = SlurmSettings(), executable: String = "/opt/bench"
    ) -> SlurmManifest {
        SlurmManifest(
            run: "0f8e", suitePath: "suites/a.yaml", suiteText: "version: 1\n", workingFolder: "/data/it's",
            storePath: "/data/s.sqlite", experiment: 1, experimentCreatedAt: "2026-01-01T00:00:00.000000Z",
            executable: executable, program: "0.1.0, numerics 1",
            planDigest: String(repeating: "a", count: 64), positions: PositionRanges(Array(0..<cells)),
            reused: 2, shards: shards, settings: settings,
            dispatch: ShardDispatch(
                DispatchOptions(jobs: 1, instructionSet: .best, timeout: 3.5, retries: 2),
                keepsPredictions: true), createdAt: 17.25)
    }
}
