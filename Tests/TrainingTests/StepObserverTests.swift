import Numerics
import Primitives
import Records
import Synchronization
import TensorCore
import Testing

@testable import Training

/// An observer of steps sees what happens and changes no bit of it.
@Suite("Step observer")
struct StepObserverTests {
    /// Of every kind: periodic ones, several passes, pipelines, averages, states, records, draws.
    static let methods = [
        "looksam", "swa", "gradual-magnitude-pruning", "shampoo", "sophia-g", "sophia-h", "adahessian",
        "sam", "asam", "gsam", "momentum-sam", "saf", "entropy-sgd", "mesa",
        "magnitude-pruning", "warm-start", "self-distillation", "data-diet", "trimmed-loss",
        "temperature-scaling",
        "ema", "lawa", "lookahead", "polyak-averaging",
        "dropout", "mixup", "cutmix", "r-drop", "concrete-dropout", "virtual-adversarial-training",
        "l2", "flooding", "gradient-accumulation", "autoclip", "learning-to-reweight",
        "dog", "prodigy", "adamw", "lion", "muon", "schedule-free-adamw", "early-learning-regularization",
        "weight-normalization", "max-norm", "label-smoothing",
    ]

    /// What an observer saw.
    private final class Sightings: Sendable {
        private let seen = Mutex<[StepObservation]>([])
        var all: [StepObservation] { seen.withLock { $0 } }
        func environment(every: Int = 1) -> ExecutionEnvironment {
            ExecutionEnvironment(
                stepObserver: StepObserver(every: every) { observation in
                    self.seen.withLock { $0.append(observation) }
                })
        }
    }

    private func check(_ train: (ExecutionEnvironment) throws -> Outcome, _ name: String) throws
        -> [StepObservation]
    {
        let sightings = Sightings()
        let plain = try train(ExecutionEnvironment())
        let observed = try train(sightings.environment())
        #expect(plain.bits == observed.bits, "\(name)")
        #expect(plain.predictionsDigest == observed.predictionsDigest, "\(name)")
        #expect(plain.status == observed.status, "\(name)")
        let seen = sightings.all
        #expect(!seen.isEmpty, "\(name)")
        #expect(seen.map(\.step) == Array(1...max(1, seen.count)), "\(name)")
        #expect(seen.allSatisfy { $0.gradientNorm.isFinite && $0.parameterNorm > 0 }, "\(name)")
        return seen
    }

    @Test("changes no bit of any model", arguments: ModelTests.ids)
    func everyModel(_ id: String) throws {
        let data = ModelTests.mixed()
        let blueprint = Fixture.blueprint(data, model: id, ModelTests.arguments(id))
        let seen = try check({ Fixture.train(blueprint, data, environment: $0) }, id)
        // Three epochs of 45 rows in batches of 16.
        #expect(seen.map(\.rows) == [16, 16, 13, 16, 16, 13, 16, 16, 13])
        #expect(seen.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
    }

    @Test("changes no bit of any kind of method", arguments: methods)
    func everyKind(_ id: String) throws {
        let setting = try #require(Conformance.setting(for: id), "\(id)")
        let blueprint = try #require(Conformance.makeCell(setting, [ConformancePart.telling(id)]))
        _ = try check(
            {
                // A smaller last batch, and enough steps for periods.
                try CellTrainer.train(
                    blueprint, on: setting.data, settings: Conformance.settings(epochs: 4, batchSize: 12),
                    seed: 5, environment: $0)
            }, id)
    }

    @Test("sees the gradient, the update and the norm of plain gradient descent")
    func plainDescent() throws {
        let data = Fixture.data()
        let sgd = method("sgd", ["learning_rate": constant(0.125), "momentum": constant(0)])
        let blueprint = Fixture.blueprint(data, ["hidden": .integers([6])], optimizer: sgd)
        let sightings = Sightings()
        let outcome = Fixture.train(blueprint, data, environment: sightings.environment())
        for step in sightings.all {
            // The update is the gradient times an eighth, each parameter rounded once.
            #expect(abs(step.updateNorm - 0.125 * step.gradientNorm) < 1e-5 * step.parameterNorm)
        }
        let losses = sightings.all.prefix(3)
        let mean = losses.reduce(0) { $0 + Double($1.loss) * Double($1.rows) } / 45
        #expect(abs(outcome.curves.first { $0.name == "loss" }!.value - mean) < 1e-12)
    }

    @Test("sees the gradient that methods made: clipped to its threshold")
    func clipped() throws {
        let data = Fixture.data()
        let blueprint = Fixture.blueprint(
            data, methods: [method("gradient-clipping", ["threshold": constant(0.01)])])
        let sightings = Sightings()
        _ = Fixture.train(blueprint, data, environment: sightings.environment())
        #expect(sightings.all.allSatisfy { abs($0.gradientNorm - 0.01) < 1e-6 })
    }

    @Test("sees what methods record")
    func records() throws {
        let data = Fixture.data()
        let blueprint = Fixture.blueprint(data, optimizer: method("dog"))
        let sightings = Sightings()
        let outcome = Fixture.train(blueprint, data, epochs: 2, environment: sightings.environment())
        let last = try #require(sightings.all.last)
        #expect(last.scalars.map(\.name) == ["dog/rate"])
        let point = outcome.curves.last { $0.name == "dog/rate" }
        #expect(point?.value == last.scalars.first.map { Double($0.value) })
    }

    @Test("sees the first of so many steps and the last of every epoch")
    func rarely() {
        let data = Fixture.data()
        let blueprint = Fixture.blueprint(data)
        let sightings = Sightings()
        _ = Fixture.train(
            blueprint, data, epochs: 2, batchSize: 9, environment: sightings.environment(every: 3))
        #expect(sightings.all.map(\.step) == [1, 4, 5, 7, 10])
    }
}
