import Foundation
import Primitives
import Records
import Synchronization
import Testing

@testable import Runner

@Suite("Progress in lines and events")
struct PlainProgressTests {
    /// Collects what is written.
    private final class Output: Sendable {
        private let pieces = Mutex<[String]>([])
        func write(_ text: String) { pieces.withLock { $0.append(text) } }
        var all: [String] { pieces.withLock { $0 } }
    }

    @Test("a line every five seconds, every thirty after ten minutes, at a failure and at the end")
    func intervals() {
        let run = SampleRun(cells: 5000)
        let output = Output()
        let progress = PlainProgress(write: output.write)
        progress.begin(run.monitor)
        #expect(output.all == ["5000 cells to train\n"])
        for _ in 0..<600 {
            run.wait(1)
            progress.handle(.tick, run.monitor)
        }
        let early = output.all.count
        #expect((119...121).contains(early - 1), "\(early)")
        for _ in 0..<600 {
            run.wait(1)
            progress.handle(.tick, run.monitor)
        }
        #expect((19...21).contains(output.all.count - early))
        let failure = DispatchEvent.ended(
            worker: 0, cell: 1, outcome: SampleRun.outcome(.diverged("the loss\nbecame NaN")), isFinal: true)
        run.monitor.handle(failure)
        progress.handle(failure, run.monitor)
        #expect(output.all.last == "diverged: sparse / mlp / baseline / seed 0: the loss became NaN\n")
        progress.end(remaining: 4999, run.monitor)
        #expect(output.all.last?.hasPrefix("1/5000 cells, 1 failed, ") == true)
        #expect(output.all.allSatisfy { $0.hasSuffix("\n") && !$0.contains("\u{1B}") })
    }

    @Test("nothing is said of a run that has nothing to do")
    func nothing() {
        let run = SampleRun(cells: 0, reused: 7)
        let output = Output()
        let progress = PlainProgress(write: output.write)
        progress.begin(run.monitor)
        progress.end(remaining: 0, run.monitor)
        #expect(output.all.isEmpty)
    }

    @Test("deaths, attempts that are repeated and quarantines have lines of their own")
    func trouble() {
        let run = SampleRun()
        let output = Output()
        let progress = PlainProgress(write: output.write)
        for event: DispatchEvent in [
            .workerDied(worker: 0, cause: "killed by signal 9"),
            .ended(worker: 0, cell: 0, outcome: SampleRun.outcome(.crashed("x")), isFinal: false),
            .quarantined(cell: 0),
        ] {
            run.monitor.handle(event)
            progress.handle(event, run.monitor)
        }
        #expect(
            output.all == [
                "worker 1 ended: killed by signal 9\n",
                "crashed, tried again: moons / mlp / baseline / seed 0: x\n",
                "not tried again in this run: moons / mlp / baseline / seed 0\n",
            ])
    }

    @Test("every event is one line of JSON, written in one piece")
    func events() throws {
        let run = SampleRun()
        let output = Output()
        let progress = JSONProgress(write: output.write)
        progress.begin(run.monitor)
        let events: [DispatchEvent] = [
            .workerReady(worker: 0, process: 12), .began(worker: 0, cell: 0),
            .epoch(worker: 0, cell: 0, points: SampleRun.points(1, loss: .nan)),
            .workerDied(worker: 0, cause: "a \"quoted\"\nline"),
            .ended(worker: 0, cell: 0, outcome: SampleRun.outcome(.crashed("x")), isFinal: false),
            .quarantined(cell: 0), .ended(worker: 1, cell: 2, outcome: SampleRun.outcome(), isFinal: true),
            .tick,
        ]
        for event in events {
            run.monitor.handle(event)
            progress.handle(event, run.monitor)
        }
        run.monitor.handle(.began(worker: 0, cell: 3))
        run.wait(1.5)
        progress.handle(.tick, run.monitor)
        progress.end(remaining: 9, run.monitor)
        output.write(JSONProgress.message("\ninterrupted: \"x\"\n"))
        let parsed = try output.all.map { line in
            #expect(line.hasSuffix("\n") && line.dropLast().allSatisfy { $0 != "\n" })
            return try JSONParser.parse(line)
        }
        #expect(
            parsed.map { $0["event"]?.text } == [
                "begin", "began", "worker_died", "ended", "quarantined", "ended", "progress", "end",
                "message",
            ])
        #expect(parsed[0]["version"]?.integer == 1 && parsed[0]["total"]?.integer == 10)
        #expect(parsed[3]["final"] == .boolean(false) && parsed[3]["status"]?.text == "crashed")
        #expect(parsed[5]["metrics"]?["validation.accuracy"]?.number == 0.5)
        #expect(parsed[6]["workers"] != nil && parsed[6]["done"]?.integer == 1)
        #expect(parsed[7]["remaining"]?.integer == 9)
        #expect(parsed[8]["text"]?.text == "interrupted: \"x\"")
    }

    @Test(
        "durations and rates are readable",
        arguments: [
            (0.04, "0.0 s"), (2.44, "2.4 s"), (59.96, "60.0 s"), (200, "3 min 20 s"), (3900, "1 h 05 min"),
            (1e12, "more than a hundred years"),
        ] as [(Double, String)])
    func durations(seconds: Double, expected: String) { #expect(ProgressText.duration(seconds) == expected) }

    @Test("few cells are counted by the minute or the hour")
    func rates() {
        #expect(ProgressText.rate(812.4) == "812 cells/s")
        #expect(ProgressText.rate(3.44) == "3.4 cells/s")
        #expect(ProgressText.rate(0.05) == "3.0 cells/min")
        #expect(ProgressText.rate(0.001) == "3.6 cells/h")
    }

    @Test("failures are counted by kind where they are not all of one")
    func failures() {
        #expect(ProgressText.failures([:]) == nil)
        #expect(ProgressText.failures([.failed: 2]) == "2 failed")
        #expect(ProgressText.failures([.timedOut: 1, .diverged: 2]) == "3 failed (2 diverged, 1 timed out)")
    }
}
