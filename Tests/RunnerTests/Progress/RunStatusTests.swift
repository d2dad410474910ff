import Foundation
import Numerics
import Primitives
import Records
import Store
import Testing

@testable import Runner

@Suite("The state of a run, from outside")
final class RunStatusTests {
    private let folder: URL
    private let path: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("s.sqlite").path
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var hasStatusFile: Bool {
        FileManager.default.fileExists(atPath: StatusDocument.path(store: path))
    }

    /// A store with an experiment of two cells, one of which ended.
    private func record(_ status: Records.Status = .completed) throws -> Store {
        let plan = try SuitePlan(
            text: """
                version: 1
                name: test
                seeds: 2
                datasets: [{id: moons, kind: two-moons, n: 60}]
                models: [{id: mlp, kind: mlp, hidden: [4]}]
                methods: [baseline]
                training: {epochs: 2}
                """, path: "test.yaml")
        let store = try Store(path: path, mode: .readWriteCreate)
        let environment = EnvironmentProbe.environment(instructionSet: .best)
        try store.record(
            experiment: plan.experiment, environment: environment, datasets: plan.datasets, cells: plan.cells,
            costs: plan.costs)
        try store.record(
            outcome: SampleRun.outcome(status, accuracy: 0.75), for: plan.cells[0].identity,
            environment: environment)
        return store
    }

    @Test("neither a store nor a status file: exit code 65")
    func nothing() {
        #expect { try RunStatus(storePath: path) } throws: { ($0 as? BenchError)?.exitCode == .data }
    }

    @Test("running, ended without a word, going on, finished")
    func life() throws {
        let run = SampleRun(storePath: path)
        let file = StatusFile(host: "here")
        let store = try record()
        #expect(try RunStatus(storePath: path, host: "here").state == .writing)
        file.begin(run.monitor)
        let running = try RunStatus(storePath: path, host: "here")
        #expect(running.state == .running && running.writer == getpid())
        #expect(running.experiment?.completed == 1 && running.experiment?.missing == 1)
        #expect(running.experiment?.best.first?.mean == 0.75)
        #expect(running.document?.suite == "sample" && running.document?.experiment == 3)
        #expect(running.text().hasPrefix("running: suite sample into "))
        store.close()
        let dead = try RunStatus(storePath: path, host: "here")
        #expect(dead.state == .interrupted)
        #expect(dead.text().contains("ended without a word"))
        #expect(try RunStatus(storePath: path, host: "there").state == .elsewhere)
        file.end(remaining: 0, run.monitor)
        #expect(!hasStatusFile)
        let ended = try RunStatus(storePath: path, host: "here")
        #expect(ended.state == .incomplete && ended.document == nil)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).contains {
                $0.contains("partial")
            } == false)
    }

    @Test("failed cells are counted by kind and named")
    func failures() throws {
        try record(.timedOut("longer than 2 s")).close()
        let status = try RunStatus(storePath: path)
        #expect(status.experiment?.failures == [.timedOut: 1])
        #expect(status.text().contains("2 cells, 0 completed, 1 failed (1 timed out), 1 missing"))
        #expect(status.text().contains("timed out: moons / mlp / baseline / seed 0: longer than 2 s"))
        let json = status.json
        #expect(json["state"]?.text == "incomplete")
        #expect(json["experiment"]?["failures"]?["timed_out"]?.integer == 1)
    }

    @Test("a store that is only being made, or is not there: the status file alone is told")
    func statusFileAlone() throws {
        let run = SampleRun(storePath: path)
        StatusFile(host: "here").begin(run.monitor)
        #expect(try RunStatus(storePath: path, host: "here").state == .interrupted)
        try Data().write(to: URL(fileURLWithPath: path))
        let status = try RunStatus(storePath: path, host: "here")
        #expect(
            status.state == .interrupted && status.experiment == nil && status.note == "the store is empty")
    }

    @Test(
        "a status file that is torn, of another layout or not JSON is as good as none",
        arguments: [
            "", "{", "[]", "{\"version\":2}", "{\"version\":1,\"total\":3}",
        ])
    func damaged(text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: StatusDocument.path(store: path)))
        #expect(StatusDocument.read(store: path) == nil)
    }

    @Test("the file is replaced at most once a second, and one that cannot be written hurts nobody")
    func writing() throws {
        let run = SampleRun(storePath: path)
        let file = StatusFile()
        file.begin(run.monitor)
        run.end(0)
        file.handle(.tick, run.monitor)
        #expect(StatusDocument.read(store: path)?.snapshot.done == 0)
        run.wait(1.5)
        file.handle(.tick, run.monitor)
        #expect(StatusDocument.read(store: path)?.snapshot.done == 1)
        let lost = SampleRun(storePath: folder.appendingPathComponent("missing/s.sqlite").path)
        let other = StatusFile()
        other.begin(lost.monitor)
        other.end(remaining: 0, lost.monitor)
    }

    @Test("curves of cells in flight and means of finished ones, with the error for a metric there is not")
    func gallery() throws {
        let run = SampleRun(storePath: path)
        let store = try record()
        let file = StatusFile()
        run.monitor.handle(.workerReady(worker: 0, process: nil))
        run.monitor.handle(.began(worker: 0, cell: 2))
        run.monitor.handle(
            .epoch(worker: 0, cell: 2, points: SampleRun.points(1) + SampleRun.points(2, loss: 0.125)))
        file.begin(run.monitor)
        defer { file.end(remaining: 0, run.monitor) }
        let gallery = CurveGallery(storePath: path, selection: .init(measure: CurveMeasure("loss")))
        try gallery.refresh()
        #expect(gallery.isRunning && gallery.count == 2)
        let panels = try gallery.panels(0..<10)
        #expect(panels.map(\.kind) == [.inFlight, .mean])
        #expect(panels[0].points == [.init(epoch: 1, value: 0.25), .init(epoch: 2, value: 0.125)])
        #expect(panels[0].note == "epoch 2/20" && panels[1].title == "moons / mlp / baseline")
        let other = CurveGallery(storePath: path, selection: .init(measure: CurveMeasure("acuracy")))
        try other.refresh()
        #expect { try other.panels(0..<10) } throws: {
            ($0 as? BenchError)?.exitCode == .usage && "\($0)".contains("validation.accuracy")
        }
        let cell = CurveGallery(
            storePath: path,
            selection: .init(cellPrefix: String(repeating: "0", count: 60), measure: CurveMeasure("loss")))
        try cell.refresh()
        #expect(try cell.panels(0..<10).map(\.kind) == [.inFlight])
        store.close()
    }

    @Test("means are taken epoch by epoch over the curves that reach it")
    func mean() {
        func curve(_ values: [Double]) -> CurveTrace {
            CurveTrace(
                part: .train, name: "loss",
                points: values.enumerated().map { .init(epoch: $0 + 1, value: $1) })
        }
        #expect(CurveMeasure.mean([curve([1, 3]), curve([2])]).map(\.value) == [1.5, 3])
        #expect(CurveMeasure.mean([]).isEmpty)
    }
}
