import Foundation
import Numerics
import Primitives
import Records
import Testing

@testable import Runner

@Suite("What training costs") struct CostProbeTests {
    private func plan(_ hidden: String = "[8]", methods: String = "[baseline, sam]") throws -> SuitePlan {
        try SuitePlan(
            text: """
                version: 1
                name: costs
                seeds: [3, 5]
                datasets: [{id: moons, kind: two-moons, n: 60}]
                models: [{kind: mlp, hidden: \(hidden)}]
                methods: \(methods)
                training: {epochs: 1}
                """, path: "costs.yaml")
    }

    @Test("only what is asked for is measured, for every configuration") func asked() throws {
        let probe = CostProbe(try plan(), on: .best, repetitions: 3)
        #expect(try probe.costs([]).isEmpty)
        let memory = try probe.costs([.memory])
        #expect(memory.keys.sorted() == [0, 1])
        #expect(memory.values.allSatisfy { $0.keys.map(\.self) == [.memory] && $0[.memory]!.count == 1 })
        var told: [[Int]] = []
        let both = try probe.costs([.memory, .speed], progress: { told.append([$0, $1]) })
        #expect(both.keys.sorted() == [0, 1])
        for costs in both.values {
            #expect(costs[.speed]!.count == 3 && costs[.speed]!.allSatisfy { $0 > 0 && $0.isFinite })
        }
        #expect(told == (1...8).map { [$0, 8] })
        #expect(both.mapValues { $0[.memory] } == memory.mapValues { $0[.memory] })
    }

    @Test("memory is the same on every level and from every probe, and grows with the model and the method")
    func memory() throws {
        func bytes(_ hidden: String, on level: InstructionSet) throws -> [Double] {
            let costs = try CostProbe(plan(hidden), on: level).costs([.memory])
            return costs.sorted { $0.key < $1.key }.flatMap { $0.value[.memory]! }
        }
        let small = try bytes("[8]", on: .best)
        #expect(try bytes("[8]", on: .baseline) == small)
        #expect(try bytes("[8]", on: .best) == small)
        #expect(small[1] > small[0])
        let large = try bytes("[512]", on: .best)
        #expect(large[0] > small[0] + 4 * 512)
    }

    @Test("a cell that diverges has no speed, and stops no other") func divergence() throws {
        let plan = try plan(methods: "[baseline, {name: wild, stack: [{id: sgd, learning_rate: 1.0e30}]}]")
        let costs = try CostProbe(plan, on: .best, repetitions: 1).costs([.speed])
        #expect(costs.keys.sorted() == [0])
    }

    @Test("it stops when it is told to") func stopping() throws {
        let probe = CostProbe(try plan(), on: .best)
        #expect(throws: CancellationError.self) {
            try probe.costs([.memory]) {
                true
            } progress: { _, _ in
            }
        }
        #expect(throws: CancellationError.self) {
            try probe.costs([.speed]) {
                true
            } progress: { _, _ in
            }
        }
    }

    @Test("the calibration loop does the same work on every level", arguments: InstructionSet.allCases)
    func calibration(_ level: InstructionSet) {
        guard level.isAvailable else { return }
        #expect(CalibrationLoop.iterationsPerSecond(on: level) > 0)
    }
}
