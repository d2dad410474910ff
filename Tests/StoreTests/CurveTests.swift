import Foundation
import Primitives
import Records
import Store
import Testing

@Suite("Learning curves for reports") final class CurveTests {
    private let directory: URL
    private let store: Store
    private let cells: PlannedCells
    private let experiment: Int
    private let measures = [
        ResultTable.Measure(part: .validation, name: "accuracy"), .init(part: .train, name: "loss"),
        .init(part: .test, name: "nowhere"),
    ]

    init() throws {
        directory = try Samples.temporaryDirectory()
        store = try Store(path: directory.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate)
        (experiment, cells) = try store.recordSample(6)
    }
    deinit { try? FileManager.default.removeItem(at: directory) }

    private func record(_ cell: Int, _ losses: [Double], status: Status = .completed) throws {
        var outcome = Samples.outcome(status)
        // Recorded last to first: the query orders them.
        outcome.curves = losses.enumerated().reversed().flatMap { epoch, loss in
            [
                CurvePoint(epoch: epoch + 1, part: .train, name: "loss", value: loss),
                CurvePoint(epoch: epoch + 1, part: .validation, name: "accuracy", value: -loss),
                CurvePoint(epoch: epoch + 1, part: .validation, name: "other", value: 7),
            ]
        }
        try store.record(outcome: outcome, for: cells[cell].identity, environment: Samples.environment)
    }

    @Test("are those of the attempt that counts, by row of the results and by epoch") func curves() throws {
        try record(4, [9, 8])
        try record(1, [3, .nan, .infinity], status: .diverged("x"))
        try record(1, [1, 2], status: .completed)
        try record(2, [5, .nan], status: .diverged("x"))
        let table = try store.learningCurves(experiment: experiment, of: measures)
        let results = try store.results(experiment: experiment)
        #expect(table.count == results.count && table.omission == nil && table.pointCount == 12)
        #expect(table.points(row: 1, measure: 1) == [.init(epoch: 1, value: 1), .init(epoch: 2, value: 2)])
        #expect(table.points(row: 1, measure: 0).map(\.value) == [-1, -2])
        #expect(table.points(row: 2, measure: 1).map(\.epoch) == [1, 2])
        #expect(table.points(row: 2, measure: 1)[1].value.isNaN)
        #expect(table.points(row: 4, measure: 1).map(\.value) == [9, 8])
        for row in [0, 3, 5] { #expect(table.points(row: row, measure: 1).isEmpty) }
        #expect((0..<6).allSatisfy { table.points(row: $0, measure: 2).isEmpty })
    }

    @Test("of cells that stand in two experiments are in both") func shared() throws {
        try record(5, [4])
        let ends = PlannedCells([cells[5], cells[0], cells[5]])
        let other = try store.record(
            experiment: Samples.experiment, environment: Samples.environment,
            datasets: [Samples.dataset("moons")], cells: ends, costs: Samples.costs(ends))
        let table = try store.learningCurves(experiment: other, of: measures)
        #expect((0..<3).map { table.points(row: $0, measure: 1).map(\.value) } == [[4], [], [4]])
    }

    @Test("above the given numbers are left out, and it is said") func limits() throws {
        try record(0, [1, 2, 3])
        #expect(try store.learningCurves(experiment: experiment, of: measures, mostPoints: 6).omission == nil)
        let points = try store.learningCurves(experiment: experiment, of: measures, mostPoints: 5)
        #expect(points.omission == "there are 6 points, and curves are read up to 5")
        #expect(points.pointCount == 0 && points.points(row: 0, measure: 0).isEmpty)
        let cells = try store.learningCurves(experiment: experiment, of: measures, mostCells: 5)
        #expect(cells.omission == "there are 6 cells, and curves are read up to 5")
        #expect(try store.learningCurves(experiment: 99, of: measures).pointCount == 0)
        #expect(try store.learningCurves(experiment: experiment, of: []).pointCount == 0)
    }
}
