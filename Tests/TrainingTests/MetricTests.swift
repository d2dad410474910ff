import Datasets
import Numerics
import Primitives
import Records
import Testing

@testable import Training

@Suite("Metrics")
struct MetricTests {
    /// Probabilities drawn on a coarse grid, so that many are equal.
    private func draw(_ seed: Int, rows: Int, classes: Int) -> Predictions {
        var stream = RandomStream(seed: seed, name: "metrics")
        var (probabilities, labels): ([Double], [Int]) = ([], [])
        for _ in 0..<rows {
            let weights = (0..<classes).map { _ in Double(1 + stream.integer(below: 8)) }
            let total = weights.reduce(0, +)
            probabilities += weights.map { $0 / total }
            labels.append(stream.integer(below: classes))
        }
        return Predictions(probabilities: probabilities, classes: classes, labels: labels)
    }

    private func reordered(_ predictions: Predictions, _ order: [Int]) -> Predictions {
        let width = predictions.classes
        return Predictions(
            probabilities: order.flatMap {
                Array(predictions.probabilities[$0 * width..<($0 + 1) * width])
            }, classes: width, labels: order.map { predictions.labels[$0] })
    }

    private func all(_ predictions: Predictions) -> [String: Double] {
        var result: [String: Double] = [:]
        for metric in MetricCatalogue.all
        where metric.declaration.tasks == [.classification] && metric.isDefined(for: predictions) {
            result[metric.declaration.id] = metric.value(predictions)
        }
        return result
    }

    @Test("no metric depends on the order of the rows", arguments: 1...20)
    func order(seed: Int) {
        let predictions = draw(seed, rows: 30, classes: 2 + seed % 4)
        var stream = RandomStream(seed: seed, name: "order")
        let other = all(reordered(predictions, stream.permutation(of: 30)))
        for (id, value) in all(predictions) {
            #expect(abs(value - other[id]!) < 1e-13 || (value.isNaN && other[id]!.isNaN), "\(id)")
        }
    }

    @Test("the area under the ROC curve is the share of pairs in order, ties half", arguments: 1...20)
    func pairs(seed: Int) {
        let predictions = draw(seed, rows: 25, classes: 2)
        let scores = (0..<25).map { predictions.probabilities[2 * $0 + 1] }
        var (won, count) = (0.0, 0.0)
        for i in 0..<25 where predictions.labels[i] == 1 {
            for j in 0..<25 where predictions.labels[j] == 0 {
                won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
                count += 1
            }
        }
        #expect(AreaUnderROC.value(predictions) == won / count)
    }

    @Test("the parts of the Brier score add up to it", arguments: 1...20)
    func decomposition(seed: Int) {
        let predictions = draw(seed, rows: 40, classes: 2 + seed % 3)
        let parts =
            BrierReliability.value(predictions) - BrierResolution.value(predictions)
            + BrierUncertainty.value(predictions) + BrierWithinBins.value(predictions)
        #expect(abs(parts - BrierScore.value(predictions)) < 1e-14)
        #expect(BrierReliability.value(predictions) >= 0 && BrierResolution.value(predictions) >= 0)
    }

    @Test("micro F1 is the accuracy; the excess risk of the best order is 0")
    func identities() {
        for seed in 1...10 {
            let predictions = draw(seed, rows: 30, classes: 4)
            #expect(F1Micro.value(predictions) == Accuracy.value(predictions))
            #expect(ExcessAreaUnderRiskCoverage.value(predictions) >= -1e-15)
        }
        let best = Predictions(
            probabilities: [0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4], classes: 2, labels: [0, 0, 1, 1])
        #expect(ExcessAreaUnderRiskCoverage.value(best) == 0)
        #expect(AreaUnderRiskCoverage.value(best) == 0.25 / 4)
    }

    @Test("a bin has its upper bound, and the first has 0")
    func bounds() {
        let bins = CalibrationBins(
            [0, 0.2, 0.20000000000000004, 0.4, 0.6, 0.8, 1], [Bool](repeating: false, count: 7), equalWidth: 5
        )
        #expect(bins.places == [0, 0, 1, 1, 2, 3, 4])
        // As exactly where a product with the number of bins is rounded.
        for width in 1...60 {
            let forecasts = (1...width).map { Double($0) / Double(width) }
            let found = CalibrationBins(forecasts, forecasts.map { _ in true }, equalWidth: width)
            #expect(found.places == Array(0..<width))
        }
        let equal = CalibrationBins(
            [0.5, 0.5, 0.5, 0.9], [true, false, true, true], equalMass: 2)
        #expect(equal.bins.map(\.count) == [3, 1])
    }

    @Test("levels that are uniform are calibrated, those of a constant are not")
    func integralTransform() {
        let uniform = (0..<1000).map { (Double($0) + 0.5) / 1000 }
        #expect(
            abs(ProbabilityIntegralTransformError.distanceFromUniform(uniform) - 0.00025) < 1e-12)
        #expect(ProbabilityIntegralTransformError.distanceFromUniform([0, 0]) == 0.5)
        #expect(ProbabilityIntegralTransformError.distanceFromUniform([0.5]) == 0.25)
    }

    @Test("outputs that are no numbers make no metric trap")
    func notNumbers() {
        let partition = Partition(rows: 3, inputs: [], targets: [], labels: [0, 1, 1], values: [])
        let predictions = Predictions(
            outputs: [.nan, .nan, 1, 2, .infinity, -.infinity], width: 2, partition: partition,
            task: .classification(classes: ["a", "b"]), scale: nil)
        for metric in MetricCatalogue.all where metric.declaration.tasks == [.classification] {
            guard metric.isDefined(for: predictions) else { continue }
            _ = metric.value(predictions)
        }
        #expect(AreaUnderROC.value(predictions).isNaN && AveragePrecision.value(predictions).isNaN)
        let numbers = Predictions(values: [.nan, 1], truths: [0, 1], residualScale: .nan)
        for metric in MetricCatalogue.all where metric.declaration.tasks == [.regression] {
            guard metric.isDefined(for: numbers) else { continue }
            _ = metric.value(numbers)
        }
    }

    @Test("names are distinct, directions and citations are told, the first of each task is its usual one")
    func catalogue() {
        let declarations = MetricCatalogue.declarations
        #expect(Set(declarations.map(\.id)).count == declarations.count)
        #expect(declarations.filter { $0.tasks.contains(.classification) }[0].id == "accuracy")
        #expect(declarations.filter { $0.tasks.contains(.regression) }[0].id == "rmse")
        for declaration in declarations {
            #expect(!declaration.summary.isEmpty && !declaration.formula.isEmpty)
            #expect(declaration.summary.hasSuffix("."), "\(declaration.id)")
            if declaration.recording != .everyEpoch {
                #expect(!declaration.citations.isEmpty, "\(declaration.id)")
            }
        }
        #expect(declarations.filter(\.isStandard).count == 18)
    }

    @Test("others are recorded where they are named, and curves have the usual ones alone")
    func recorded() {
        func names(_ metrics: [String], regression: Bool, validation: Bool = true) -> [String: Double] {
            var data = Fixture.data(regression: regression)
            if !validation {
                data.validation = Partition(rows: 0, inputs: [], targets: [], labels: [], values: [])
            }
            let plain = Fixture.blueprint(data)
            let blueprint = CellBlueprint(
                model: plain.model, modelUse: plain.modelUse, optimizer: plain.optimizer, methods: [],
                task: plain.task, metrics: metrics)
            let outcome = Fixture.train(blueprint, data)
            #expect(
                Set(outcome.curves.map(\.name)).subtracting(["loss"])
                    == (!validation
                        ? [] : regression ? ["rmse", "mae", "r2"] : ["accuracy", "log_loss", "brier"]))
            return Dictionary(
                uniqueKeysWithValues: outcome.metrics.map { ("\($0.part.rawValue).\($0.name)", $0.value) })
        }
        let standard = ["balanced_accuracy", "f1_macro", "auroc", "auprc", "mcc", "ece"]
        let plain = names([], regression: false)
        #expect(Set(plain.keys).isSuperset(of: standard.map { "test.\($0)" }) && plain["test.kappa"] == nil)
        let asked = names(["kappa", "crps"], regression: false)
        #expect(asked["train.kappa"] != nil && asked["test.crps"] == nil)
        #expect(Set(asked.keys).subtracting(plain.keys) == ["train.kappa", "validation.kappa", "test.kappa"])

        #expect(names([], regression: true)["test.crps"] == nil)
        let width = 2 * DeterministicMath.normalQuantile(0.95)
        let numbers = names(["interval_width_90", "crps"], regression: true)
        #expect(numbers["test.interval_width_90"] == width * numbers["validation.rmse"]!)
        #expect(numbers["train.interval_width_90"] == numbers["test.interval_width_90"])
        let without = names(["interval_width_90"], regression: true, validation: false)
        #expect(without["test.interval_width_90"] == width * without["train.rmse"]!)
    }
}
