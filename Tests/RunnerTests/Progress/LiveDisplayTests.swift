import Primitives
import Records
import Synchronization
import Testing

@testable import Runner

@Suite("The live display")
struct LiveDisplayTests {
    /// A display on an emulated terminal.
    private final class Screen: Sendable {
        let terminal: Mutex<TerminalEmulator>
        let size: Mutex<TerminalSize>

        init(columns: Int, rows: Int) {
            terminal = Mutex(TerminalEmulator(columns: columns, rows: rows))
            size = Mutex(TerminalSize(columns: columns, rows: rows))
        }

        func display() -> LiveProgress {
            LiveProgress(size: { self.size.withLock { $0 } }) { text in
                self.terminal.withLock { $0.feed(text) }
            }
        }

        var text: [String] { terminal.withLock { $0.text } }
        var unknown: [String] { terminal.withLock { $0.unknown } }
    }

    private func busy(_ run: SampleRun, workers: Int) {
        for worker in 0..<workers {
            run.monitor.handle(.workerReady(worker: worker, process: Int32(worker)))
            run.monitor.handle(.began(worker: worker, cell: worker))
            run.monitor.handle(.epoch(worker: worker, cell: worker, points: SampleRun.points(worker + 3)))
        }
    }

    @Test("workers, the best of each dataset, totals: redrawn in place")
    func inPlace() {
        let screen = Screen(columns: 100, rows: 24)
        let run = SampleRun(reused: 2)
        let display = screen.display()
        display.begin(run.monitor)
        busy(run, workers: 2)
        run.end(5)
        run.wait(1)
        for _ in 0..<5 {
            run.wait(0.5)
            display.handle(.tick, run.monitor)
        }
        #expect(
            screen.text
                == [
                    "2 stored already; 10 cells to train",
                    "1 moons / mlp / baseline / seed 0                      epoch 3/20  loss 0.25  accuracy 0.875  3.5 s",
                    "2 sparse / mlp / baseline / seed 0                     epoch 4/20  loss 0.25                  3.5 s",
                    "best so far (provisional: means over the seeds that have finished)",
                    "  sparse: baseline                                                              test rmse 2, 1 cell",
                    "1/10 cells, 0.3 cells/s, 32.4 s left",
                ], "\(screen.text.joined(separator: "\n"))")
        #expect(screen.unknown.isEmpty)
        display.end(remaining: 9, run.monitor)
        #expect(screen.text.count == 2)
        #expect(screen.text.last?.hasPrefix("1/10 cells") == true)
    }

    @Test("messages and failures stay above, in their order, and nothing of the display is left among them")
    func messages() {
        let screen = Screen(columns: 60, rows: 8)
        let run = SampleRun(cells: 100, jobs: 3)
        let display = screen.display()
        display.begin(run.monitor)
        busy(run, workers: 3)
        for number in 0..<20 {
            run.wait(0.5)
            let event = DispatchEvent.ended(
                worker: 9, cell: 40 + number, outcome: SampleRun.outcome(.failed("cause \(number)")),
                isFinal: true)
            run.monitor.handle(event)
            display.handle(event, run.monitor)
            if number == 10 { display.say("\ninterrupted: cells in flight finish first\n") }
        }
        let failures = screen.text.filter { $0.contains("failed: ") }
        #expect(failures.count == 20)
        #expect(failures.enumerated().allSatisfy { $1.contains("seed \((40 + $0) / 4): cause \($0)") })
        #expect(screen.text.count { $0.contains("interrupted") } == 1)
        #expect(screen.text.count { $0.contains("cells/s") } == 1)
        // Workers' lines: in eight rows there is room for all three.
        #expect(screen.text.count { $0.hasSuffix(" s") && $0.contains("seed 0") } == 3, "\(screen.text)")
    }

    @Test("it fits into any terminal", arguments: [1, 2, 3, 5, 8, 24, 60], [10, 20, 40, 80, 200])
    func fits(rows: Int, columns: Int) {
        let run = SampleRun(cells: 100, jobs: 30)
        busy(run, workers: 30)
        run.wait(2)
        for cell in 40..<44 { run.end(cell, worker: 99) }
        let lines = LiveLines.lines(run.monitor.snapshot(), columns: columns, rows: rows)
        #expect(lines.count <= rows && !lines.isEmpty)
        #expect(lines.allSatisfy { TextWidth.of($0) <= columns }, "\(lines)")
        #expect(lines.last?.hasPrefix("4/100") == true)
        if rows >= 8, columns >= 40 {
            #expect(lines.contains { $0.contains("more workers") } == (rows < 34))
            #expect(lines.contains { $0.contains("provisional") })
        }
    }

    @Test(
        "a narrow line gives up fields before the label, and the middle of the label before the seed",
        arguments: [
            (
                100,
                "1 moons / mlp / dropout rate=0.2 / seed 1               epoch 3/20  loss 0.25  accuracy 0.875  2.0 s"
            ),
            (70, "1 moons / mlp / dropout rate=…2 / seed 1  epoch 3/20  loss 0.25  2.0 s"),
            (56, "1 moons / mlp / dropout ra…2 / seed 1  epoch 3/20  2.0 s"),
            (40, "1 moons / mlp / …2 / seed 1  15 %  2.0 s"),
            (24, "1 moons / mlp…2 / seed 1"),
            (12, "1 moons / m…"),
        ])
    func narrow(columns: Int, line: String) {
        let run = SampleRun(cells: 100)
        run.monitor.handle(.began(worker: 0, cell: 6))
        run.monitor.handle(.epoch(worker: 0, cell: 6, points: SampleRun.points(3)))
        run.wait(2)
        #expect(LiveLines.workerLines(run.monitor.snapshot().workers, columns: columns, rows: 1) == [line])
    }

    @Test("wide characters count twice, and control characters in labels do not move anything")
    func text() {
        #expect(TextFit.cut("数据集一", to: 5) == "数据…")
        #expect(TextFit.cut("数据集一", to: 8) == "数据集一")
        #expect(TextFit.plain("a\u{1B}[2Jb\nc") == "a [2Jb c")
        #expect(TextFit.cutMiddle("dataset / model / seed 12", to: 16, tail: 8) == "dataset… seed 12")
        #expect(TextFit.cutMiddle("dataset", to: 4, tail: 8) == "dat…")
        #expect(TextFit.line("left", "right", columns: 12) == "left   right")
    }
}
