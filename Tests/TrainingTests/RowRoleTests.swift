import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import Synchronization
import TensorCore
import Testing

@testable import Training

/// What weights, clean labels, groups and online streams do to training and metrics.
@Suite("Roles of rows in training")
struct RowRoleTests {
    private func outcome(
        _ data: PreparedData, methods: [(any Method.Type, ComponentUse)] = [], epochs: Int = 3,
        batch: Int = 45
    ) throws -> Outcome {
        let arguments = try Arguments(
            ["epochs": .integer(epochs), "batch_size": .integer(batch)],
            for: TrainingSettings.declaration.parameters)
        let sgd = try #require(MethodCatalogue.type(named: "sgd"))
        let use = Fixture.use(sgd.declaration, ["learning_rate": .schedule(.constant(0.01))])
        return try CellTrainer.train(
            Fixture.blueprint(data, optimizer: (sgd, use), methods: methods), on: data,
            settings: TrainingSettings(arguments: arguments), seed: 3,
            environment: ExecutionEnvironment())
    }

    @Test("Weights of 1, and weights all equal, give the bits of no weights", arguments: [false, true])
    func neutralWeights(regression: Bool) throws {
        let plain = Fixture.data(regression: regression)
        let expected = try outcome(plain).parametersDigest
        for weight in [Float(1), 0.25, 1024] {
            var weighted = plain
            weighted.train.weights = [Float](repeating: weight, count: plain.train.rows)
            #expect(try outcome(weighted).parametersDigest == expected)
        }
    }

    @Test("Integer weights train like rows repeated as often", arguments: [false, true])
    func repetition(regression: Bool) throws {
        // One batch of all rows: its mean is the same, whatever their order.
        let data = Fixture.data(rows: 12, regression: regression)
        let (weighted, repeated) = Fixture.weightedRows(of: data)
        let (a, b) = (try outcome(weighted, epochs: 5), try outcome(repeated, epochs: 5))
        #expect(a.status == .completed && b.status == .completed)
        func losses(_ outcome: Outcome) -> [Double] {
            outcome.curves.filter { $0.name == "loss" }.map(\.value)
        }
        #expect(losses(a).count == 5)
        for (x, y) in zip(losses(a), losses(b)) { #expect(abs(x - y) < 2e-6 * max(1, abs(y))) }
        let plain = try outcome(data, epochs: 5)
        #expect(abs(losses(plain)[4] - losses(a)[4]) > 1e-3)
    }

    @Test("Mixup of weighted rows is the mean of the weighted losses of its pairs")
    func weightedMixup() throws {
        let type = try #require(MethodCatalogue.type(named: "mixup"))
        var weighted = Fixture.data(rows: 24)
        weighted.train.weights = (0..<24).map { Float($0 % 4) }
        let neutral = Fixture.use(type.declaration, ["alpha": .schedule(.constant(0))])
        #expect(
            try outcome(weighted, methods: [(type, neutral)]).parametersDigest
                == outcome(weighted).parametersDigest)
        let strong = Fixture.use(type.declaration, ["alpha": .schedule(.constant(1))])
        let mixed = try outcome(weighted, methods: [(type, strong)])
        #expect(mixed.status == .completed && mixed.metrics.allSatisfy { $0.value.isFinite })
        #expect(try mixed.parametersDigest != outcome(weighted).parametersDigest)
    }

    @Test("Clean labels and groups have metrics of their own, which other data do not have")
    func metrics() throws {
        let names = Set(try outcome(Fixture.data()).metrics.map(\.name))
        #expect(
            names == [
                "accuracy", "log_loss", "brier", "balanced_accuracy", "f1_macro", "auroc", "auprc", "mcc",
                "ece",
            ])
        let regression = Set(try outcome(Fixture.data(regression: true)).metrics.map(\.name))
        #expect(regression == ["rmse", "mae", "r2"])

        let partition = Partition(
            rows: 6, inputs: [], targets: [], labels: [0, 1, 1, 0, 1, 0], values: [])
        var noisy = partition
        noisy.cleanLabels = [0, 0, 1, 1, 1, 0]
        noisy.groups = [0, 0, 1, 1, 2, 2]
        // Predicted: 0, 1, 1, 1, 0, 0.
        let outputs: [Float] = [1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0]
        let task = LearningTask.classification(classes: ["a", "b"])
        let plain = Predictions(outputs: outputs, width: 2, partition: partition, task: task, scale: nil)
        let found = Predictions(outputs: outputs, width: 2, partition: noisy, task: task, scale: nil)
        #expect(!CleanAccuracy.isDefined(for: plain) && !Memorization.isDefined(for: plain))
        #expect(!WorstGroupAccuracy.isDefined(for: plain))
        #expect(Accuracy.value(found) == 4 / 6.0)
        #expect(CleanAccuracy.value(found) == 4 / 6.0)
        // Rows 1 and 3 are corrupted; row 1 is classified as its wrong label.
        #expect(Memorization.value(found) == 0.5)
        // Right in the groups: 2 of 2, 1 of 2, 1 of 2.
        #expect(WorstGroupAccuracy.value(found) == 0.5)
        var clean = noisy
        clean.cleanLabels = clean.labels
        let uncorrupted = Predictions(outputs: outputs, width: 2, partition: clean, task: task, scale: nil)
        #expect(!Memorization.isDefined(for: uncorrupted) && CleanAccuracy.isDefined(for: uncorrupted))

        var known = partition
        known.optimalLabels = [0, 1, 0, 1, 1, 0]
        let best = Predictions(outputs: outputs, width: 2, partition: known, task: task, scale: nil)
        #expect(BayesAgreement.value(best) == 4 / 6.0)
        #expect(BayesAgreement.isDefined(for: best) && !BayesAgreement.isDefined(for: plain))

        var values = Partition(rows: 2, inputs: [], targets: [], labels: [], values: [1, 2])
        values.cleanValues = [1, 5]
        values.optimalValues = [0.5, 3]
        let real = Predictions(
            outputs: [0, 1], width: 1, partition: values, task: .regression,
            scale: TargetScale(mean: 1, standardDeviation: 1))
        #expect(CleanRootMeanSquaredError.value(real) == (9.0 / 2).squareRoot())
        #expect(ExcessRootMeanSquaredError.value(real) == (1.25 / 2).squareRoot())
    }

    @Test("A transformed target is taken back before metrics are computed")
    func inverse() {
        let values = Partition(rows: 1, inputs: [], targets: [], labels: [], values: [10])
        let predictions = Predictions(
            outputs: [2], width: 1, partition: values, task: .regression,
            scale: TargetScale(mean: 1, standardDeviation: 0.5, inverses: [.exponential(offset: 3)]))
        #expect(predictions.values == [DeterministicMath.exp(2) - 3])
    }

    @Test("An online stream gives every epoch rows of its own, from the second on")
    func freshRows() throws {
        let finite = Fixture.data()
        let draws = Mutex<[Int]>([])
        var online = finite
        online.freshTraining = { draw in
            draws.withLock { $0.append(draw) }
            return Fixture.data(seed: 100 + draw).train
        }
        let result = try outcome(online, epochs: 4)
        #expect(draws.withLock { $0 } == [1, 2, 3])
        #expect(try result.parametersDigest != outcome(finite, epochs: 4).parametersDigest)
        #expect(try result.parametersDigest == outcome(online, epochs: 4).parametersDigest)
        #expect(
            try outcome(online, epochs: 1).parametersDigest == outcome(finite, epochs: 1).parametersDigest)

        online.freshTraining = { _ in Fixture.data(rows: 44).train }
        let other = try outcome(online, epochs: 2)
        #expect(other.status.kind == .failed && other.status.cause?.contains("44 training rows") == true)
    }
}
