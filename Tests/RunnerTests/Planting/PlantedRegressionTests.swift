import Datasets
import Numerics
import Primitives
import Records
import Suites
import Testing

@testable import Runner

/// What is planted for a self-test changes what it says it changes, and nothing else.
@Suite("Planted regressions")
struct PlantedRegressionTests {
    private static func plan(
        methods: String = "[baseline, {id: dropout, rate: 0.2}, {id: adamw, learning_rate: 0.01}]",
        data: String = "{id: moons, kind: two-moons, n: 200}", extra: String = ""
    ) throws -> SuitePlan {
        try SuitePlan(
            text: """
                version: 1
                name: small
                seeds: 2
                datasets: [\(data)]
                models: [{kind: mlp, hidden: [4]}]
                methods: \(methods)
                training:
                  epochs: 6
                  optimizer: {id: sgd, learning_rate: {schedule: cosine, from: 0.1, to: 0.01}, momentum: 0.9}
                \(extra)
                """, path: "test.yaml")
    }

    private func planted(_ plant: any PlantedRegression, _ plan: SuitePlan) throws -> SuitePlan {
        try SuitePlan(#require(plant.applied(to: plan), "\(plant.id)"))
    }

    private func digests(_ plan: SuitePlan) throws -> [Digest?] {
        let executor = CellExecutor(instructionSet: .best, jobs: 1)
        return try plan.cells.map { try executor.execute(CellRequest($0, of: plan))!.parametersDigest }
    }

    private func rate(_ use: ComponentUse) -> Schedule { use.arguments.schedule("learning_rate") }

    @Test("ids are words between hyphens, and no two are alike")
    func ids() {
        let ids = PlantedRegressions.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" || $0 == "." }, "\(id)")
        }
        #expect(Set(PlantedRegressions.all.map(\.summary)).count == ids.count)
    }

    @Test("every change gives a suite of the same cells' names that trains otherwise")
    func all() throws {
        let plan = try Self.plan()
        let clean = try digests(plan)
        for plant in PlantedRegressions.all {
            let changed = try planted(plant, plan)
            #expect(changed.cells.map(\.label) == plan.cells.map(\.label), "\(plant.id)")
            #expect(try digests(changed) != clean, "\(plant.id)")
        }
    }

    @Test("a change that changes nothing gives the same bits")
    func neutral() throws {
        let plan = try Self.plan()
        #expect(
            try planted(ScaledLearningRate(factor: 1), plan).cells.identities == plan.cells.identities)
        let clean = try digests(plan)
        for plant: any PlantedRegression in [TrainingLabelNoise(share: 0), NoisyUpdates(variance: 0)] {
            #expect(try digests(planted(plant, plan)) == clean, "\(plant.id)")
        }
    }

    @Test("label noise is in the training rows alone, of the share that it says")
    func labels() throws {
        let plan = try Self.plan()
        let changed = try planted(TrainingLabelNoise(share: 0.2), plan)
        for seed in plan.suite.seeds {
            let clean = try plan.library.prepared("moons", seed: seed)
            let noisy = try changed.library.prepared("moons", seed: seed)
            #expect(clean.test.targets == noisy.test.targets)
            #expect(clean.validation.targets == noisy.validation.targets)
            let width = clean.train.targets.count / clean.train.rows
            let wrong = (0..<clean.train.rows).count { row in
                (0..<width).contains {
                    clean.train.targets[row * width + $0] != noisy.train.targets[row * width + $0]
                }
            }
            #expect(abs(Double(wrong) - 0.2 * Double(clean.train.rows)) <= 0.5)
        }
    }

    @Test("in a regression the noise is of the target")
    func regression() throws {
        let plan = try Self.plan(data: "{id: friedman, kind: friedman-1, n: 100}")
        let changed = try planted(TrainingLabelNoise(share: 0.2), plan)
        let use = try #require(changed.cells[0].specification.corruptions.last)
        #expect(use.id == "target-noise")
        #expect(use.arguments.real("level") == 0.5)
    }

    @Test("every learning rate is scaled: schedules, optimisers of stacks, those of overrides")
    func rates() throws {
        let plan = try Self.plan(
            extra: """
                overrides: [{match: {method: "dropout"}, optimizer: {id: rmsprop, learning_rate: 0.02}}]
                """)
        let changed = try planted(ScaledLearningRate(factor: 10), plan)
        for (old, new) in zip(plan.cells, changed.cells) {
            #expect(rate(new.specification.optimizer) == rate(old.specification.optimizer).scaled(by: 10))
            var same = new.specification
            same.optimizer = old.specification.optimizer
            #expect(same == old.specification)
        }
        let rates = Set(changed.cells.map { rate($0.specification.optimizer).bounds.max()! })
        #expect(rates == [1, 0.1, 0.2])
    }

    @Test("methods off are the baseline's cells, whatever the stack brought")
    func off() throws {
        let plan = try Self.plan()
        let changed = try planted(MethodsOff(), plan)
        let baseline = plan.cells.filter { $0.methodLabel == "baseline" }.map(\.identity)
        for method in plan.suite.stacks.map(\.label) {
            #expect(changed.cells.filter { $0.methodLabel == method }.map(\.identity) == baseline)
        }
    }

    @Test("training, momentum and scaling are what they say")
    func others() throws {
        let plan = try Self.plan()
        let half = try planted(HalfTraining(), plan)
        #expect(half.cells.allSatisfy { $0.specification.training.arguments.integer("epochs") == 3 })
        let slow = try planted(NoMomentum(), plan)
        #expect(slow.cells[0].specification.optimizer.arguments.schedule("momentum") == .constant(0))
        let raw = try planted(RawInputs(), plan)
        #expect(plan.cells[0].specification.preprocessing.contains { $0.id == "standardize" })
        #expect(!raw.cells[0].specification.preprocessing.contains { $0.id == "standardize" })
    }

    @Test("what a suite does not have cannot be changed")
    func nothing() throws {
        let plan = try SuitePlan(
            text: """
                version: 1
                name: small
                seeds: 2
                datasets: [{id: moons, kind: two-moons, n: 60, preprocessing: []}]
                models: [{kind: mlp, hidden: [4]}]
                methods: [baseline]
                training: {epochs: 1, optimizer: {id: sgd, learning_rate: 0.1, momentum: 0}}
                """, path: "test.yaml")
        for plant: any PlantedRegression in [MethodsOff(), NoMomentum(), HalfTraining(), RawInputs()] {
            #expect(plant.applied(to: plan) == nil, "\(plant.id)")
        }
    }
}
