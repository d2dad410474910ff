import Numerics
import Primitives
import Records
import Testing

@testable import Runner

@Suite("training in threads")
struct ThreadDispatcherTests {
    private func plan(epochs: Int = 2, methods: String = "[baseline, dropout]") throws -> SuitePlan {
        try SuitePlan(
            text: """
                version: 1
                name: threads
                seeds: 3
                datasets: [{id: moons, kind: two-moons, n: 60}]
                models: [{kind: mlp, hidden: [4]}]
                methods: \(methods)
                training: {epochs: \(epochs)}
                """, path: "threads.yaml")
    }

    private func outcomes(
        _ plan: SuitePlan, _ options: DispatchOptions, _ interruption: Interruption = Interruption()
    ) throws -> (outcomes: [Int: Outcome], remaining: Int) {
        var outcomes: [Int: Outcome] = [:]
        let batch = CellBatch(plan.cells.map { CellRequest($0, of: plan) })
        let remaining = try ThreadDispatcher().run(batch, options: options, interruption: interruption) {
            event in
            if case .ended(_, let cell, let outcome, true) = event {
                #expect(outcomes[cell] == nil)
                outcomes[cell] = outcome
            }
        }
        return (outcomes, remaining)
    }

    @Test("every cell once, with the same bits in every order and number", arguments: CellOrder.allCases)
    func orders(order: CellOrder) throws {
        let plan = try plan()
        let one = try outcomes(plan, .init(jobs: 1, instructionSet: .best)).outcomes
        let many = try outcomes(plan, .init(jobs: 5, instructionSet: .best, order: order, scheduleSeed: 3))
        #expect(many.remaining == 0 && many.outcomes.count == 6)
        for (cell, outcome) in one {
            #expect(outcome.status == .completed && (outcome.peakBytes ?? 0) > 0)
            #expect(many.outcomes[cell]?.parametersDigest == outcome.parametersDigest)
        }
    }

    @Test("a cell that takes too long ends with its epoch")
    func timeout() throws {
        let result = try outcomes(
            plan(epochs: 1_000_000), .init(jobs: 2, instructionSet: .best, timeout: 0.05))
        #expect(result.outcomes.count == 6)
        #expect(result.outcomes.values.allSatisfy { $0.status == .timedOut("longer than 0.05 s") })
    }

    @Test("the first failure ends the run where that is wished")
    func failFast() throws {
        let result = try outcomes(
            plan(epochs: 1_000_000),
            .init(jobs: 1, instructionSet: .best, timeout: 0.01, failsFast: true))
        #expect(result.outcomes.count >= 1 && result.remaining == 6 - result.outcomes.count)
        #expect(result.remaining > 0)
    }

    @Test("nothing is begun after an interruption; a second one does not wait for an epoch's end")
    func interruption() throws {
        let interruption = Interruption()
        interruption.request()
        #expect(try outcomes(plan(), .init(jobs: 1, instructionSet: .best), interruption).remaining >= 5)
        interruption.request()
        #expect(try outcomes(plan(), .init(jobs: 1, instructionSet: .best), interruption).remaining >= 5)
    }

    @Test("data that changed while the run went on end it, and no cell is told to have failed")
    func changedData() throws {
        let plan = try plan()
        let batch = CellBatch(
            plan.cells.map { cell in
                var request = CellRequest(cell, of: plan)
                request.specification.datasetHash = SHA256.hash("other")
                return request
            })
        let error = #expect(throws: BenchError.self) {
            _ = try ThreadDispatcher().run(
                batch, options: .init(jobs: 2, instructionSet: .best), interruption: Interruption()
            ) { event in
                if case .ended = event { Issue.record("a cell was blamed") }
            }
        }
        #expect(error?.exitCode == .data)
        #expect(error?.description.contains("the data of \"moons\"") == true)
    }

    @Test("what the listener throws ends the run and is thrown on")
    func listenerThrows() throws {
        let plan = try plan()
        let batch = CellBatch(plan.cells.map { CellRequest($0, of: plan) })
        #expect(throws: BenchError.self) {
            _ = try ThreadDispatcher().run(
                batch, options: .init(jobs: 2, instructionSet: .best), interruption: Interruption()
            ) { _ throws(BenchError) in throw BenchError(.storeBusy, "full") }
        }
    }
}
