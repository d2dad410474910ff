import Primitives
import Records
import Testing

@testable import Runner

@Suite("What a run's monitor says")
struct RunMonitorTests {
    @Test("counts: done, failed by kind, retried, died, quarantined; a second ending of a cell is one cell")
    func counts() {
        let run = SampleRun(reused: 4)
        run.monitor.handle(.workerReady(worker: 0, process: 11))
        run.monitor.handle(.began(worker: 0, cell: 0))
        run.monitor.handle(.workerDied(worker: 0, cause: "killed by signal 9"))
        run.end(0, SampleRun.outcome(.crashed("killed by signal 9")), isFinal: false)
        run.end(0, SampleRun.outcome(.crashed("killed by signal 9")))
        run.monitor.handle(.quarantined(cell: 0))
        run.end(1)
        run.end(2, SampleRun.outcome(.timedOut("longer than 2 s")))
        let snapshot = run.monitor.snapshot()
        #expect(snapshot.total == 10 && snapshot.reused == 4 && snapshot.done == 3)
        #expect(snapshot.failures == [.crashed: 1, .timedOut: 1])
        #expect(snapshot.retried == 1 && snapshot.workersDied == 1 && snapshot.quarantined == 1)
        #expect(snapshot.recentFailures.map(\.isFinal) == [false, true, true])
        #expect(snapshot.workers == [.init(number: 0, process: nil, cell: nil)])
    }

    @Test("nothing is said of speed and time left before the first cell has ended")
    func unknown() {
        let run = SampleRun()
        run.wait(5)
        #expect(run.monitor.snapshot().rate == nil)
        #expect(run.monitor.snapshot().secondsLeft == nil)
        #expect(ProgressText.totals(run.monitor.snapshot()) == "0/10 cells, – left")
    }

    @Test("the rate is that of late, and a pause of any length leaves it as it was")
    func rate() throws {
        let run = SampleRun(cells: 1000)
        for cell in 0..<300 {
            run.wait(0.5)
            run.end(cell)
        }
        let before = try #require(run.monitor.snapshot().rate)
        #expect(abs(before - 2) < 0.05, "\(before)")
        run.pause(8 * 3600)
        run.monitor.handle(.tick)
        #expect(run.monitor.snapshot().rate == before)
        #expect(abs(run.monitor.snapshot().secondsLeft! - 350) < 10)
        // Cells that take ten times as long show within a minute or two.
        for cell in 300..<330 {
            run.wait(5)
            run.end(cell)
        }
        let after = try #require(run.monitor.snapshot().rate)
        #expect(after > 0.19 && after < 0.3, "\(after)")
    }

    @Test("rare ends give a steady rate between them")
    func rareEnds() throws {
        let run = SampleRun(cells: 100)
        for cell in 0..<12 {
            run.wait(600, tick: 1)
            run.end(cell)
        }
        for _ in 0..<10 {
            run.wait(60, tick: 1)
            let rate = try #require(run.monitor.snapshot().rate) * 600
            #expect(rate > 0.75 && rate < 1.25, "\(rate)")
        }
    }

    @Test("the time left follows the work that is left, not the number of cells")
    func workLeft() throws {
        // Ten cells of 10 s, then ninety of 0.1 s, on one worker.
        let run = SampleRun(cells: 100, jobs: 1, work: { $0 < 10 ? 10 : 0.1 })
        for cell in 0..<10 {
            run.wait(10)
            run.end(cell)
        }
        let left = try #require(run.monitor.snapshot().secondsLeft)
        #expect(abs(left - 9) < 0.5, "\(left)")
    }

    @Test("what is left is no less than what the longest cell in flight has before it")
    func tail() throws {
        let run = SampleRun(cells: 5, jobs: 4, work: { $0 == 4 ? 40 : 10 })
        run.monitor.handle(.began(worker: 0, cell: 4))
        for cell in 0..<3 { run.monitor.handle(.began(worker: cell + 1, cell: cell)) }
        run.wait(10)
        for cell in 0..<3 { run.end(cell, worker: cell + 1) }
        run.monitor.handle(.began(worker: 1, cell: 3))
        run.monitor.handle(.epoch(worker: 0, cell: 4, points: SampleRun.points(5)))
        // Four workers did thirty units of work in ten seconds; the long cell has thirty of forty before it, on one.
        let left = try #require(run.monitor.snapshot().secondsLeft)
        #expect(left > 36 && left < 41, "\(left)")
    }

    @Test(
        "a worker's line: cell, seconds, epochs, loss, validation metric; an end told late empties no other cell"
    )
    func workers() throws {
        let run = SampleRun()
        run.monitor.handle(.workerReady(worker: 1, process: 77))
        run.monitor.handle(.workerReady(worker: 0, process: 76))
        run.monitor.handle(.began(worker: 1, cell: 2))
        run.wait(3)
        run.monitor.handle(
            .epoch(worker: 1, cell: 2, points: SampleRun.points(1, loss: 1) + SampleRun.points(2)))
        let cell = try #require(run.monitor.snapshot().workers.last?.cell)
        #expect(run.monitor.snapshot().workers.map(\.process) == [76, 77])
        #expect(cell.label == "moons / mlp / dropout rate=0.2 / seed 0")
        #expect(abs(cell.seconds - 3) < 1e-9 && cell.epoch == 2 && cell.epochs == 20)
        #expect(cell.loss == 0.25)
        #expect(cell.metric == .init(part: .validation, name: "accuracy", value: 0.875))
        #expect(cell.curves.map(\.points.count) == [2, 2])
        run.monitor.handle(.began(worker: 1, cell: 4))
        run.monitor.handle(.epoch(worker: 1, cell: 2, points: SampleRun.points(3)))
        run.end(2, worker: 1)
        #expect(run.monitor.snapshot().workers.last?.cell?.epoch == 0)
        #expect(run.monitor.snapshot().workers.last?.cell?.label.hasSuffix("seed 1") == true)
    }

    @Test(
        "the best of each dataset: by its own metric, part and direction; failures and NaN count for nothing")
    func best() {
        let run = SampleRun(cells: 20)
        run.end(0, SampleRun.outcome(accuracy: 0.75))
        run.end(4, SampleRun.outcome(accuracy: 0.25))
        run.end(2, SampleRun.outcome(accuracy: 0.625))
        run.end(6, SampleRun.outcome(accuracy: .nan))
        run.end(10, SampleRun.outcome(.diverged("x"), accuracy: 1))
        run.end(1, SampleRun.outcome(rmse: 3))
        run.end(3, SampleRun.outcome(rmse: 2))
        #expect(
            run.monitor.snapshot().best == [
                .init(
                    dataset: "moons", metric: "accuracy", part: .validation, method: "dropout rate=0.2",
                    mean: 0.625, cells: 1),
                .init(
                    dataset: "sparse", metric: "rmse", part: .test, method: "dropout rate=0.2", mean: 2,
                    cells: 1),
            ])
    }

    @Test("curves keep the first and the newest point, evenly thinned to two hundred")
    func thinning() {
        for count in [1, 2, 199, 200, 201, 1000, 12_345] {
            var curve = CurveTrace(part: .train, name: "loss")
            for epoch in 1...count { curve.append(.init(epoch: epoch, value: Double(epoch))) }
            let epochs = curve.points.map(\.epoch)
            #expect(epochs.first == 1 && epochs.last == count)
            #expect(epochs.count <= CurveTrace.limit && epochs.count >= min(count, CurveTrace.limit / 2))
            let gaps = Set(zip(epochs.dropLast(), epochs.dropFirst().dropLast()).map { $1 - $0 })
            #expect(gaps.count <= 1, "\(count): \(gaps)")
        }
    }

    @Test("a snapshot comes back from JSON as it was, NaN and infinities included")
    func roundTrip() throws {
        let run = SampleRun()
        run.monitor.handle(.workerReady(worker: 0, process: 5))
        run.monitor.handle(.began(worker: 0, cell: 0))
        run.monitor.handle(
            .epoch(worker: 0, cell: 0, points: SampleRun.points(1, loss: .infinity, accuracy: .nan)))
        run.monitor.handle(.workerReady(worker: 1, process: nil))
        run.wait(1)
        run.end(1)
        run.end(2, SampleRun.outcome(.failed("a \"cause\"\n")))
        let snapshot = run.monitor.snapshot()
        let text = JSONValue.object(snapshot.members(hasCurves: true)).canonical
        let back = try #require(RunSnapshot(members: JSONParser.parse(text)))
        #expect(JSONValue.object(back.members(hasCurves: true)).canonical == text)
        #expect(back.failures == snapshot.failures && back.workers.count == 2)
        #expect(back.workers[0].cell?.metric?.value.isNaN == true)
        #expect(back.workers[0].cell?.curves.first?.points == [.init(epoch: 1, value: .infinity)])
    }
}
