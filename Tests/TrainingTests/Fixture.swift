import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Small cells for tests.
enum Fixture {
    /// Gaussian inputs; classes by a noisy linear rule, or values by a noisy quadratic one.
    static func data(
        rows: Int = 45, inputs: Int = 5, classes: Int = 3, regression: Bool = false, seed: Int = 1
    )
        -> PreparedData
    {
        var stream = RandomStream(seed: seed, name: "fixture")
        func partition(_ rows: Int) -> Partition {
            var (features, targets, labels, values): ([Float], [Float], [Int], [Double]) = ([], [], [], [])
            for _ in 0..<rows {
                let x = (0..<inputs).map { _ in stream.normal() }
                features += x.map { Float($0) }
                if regression {
                    let y = x[0] * x[1] - x[2] + 0.1 * stream.normal()
                    targets.append(Float(y))
                    values.append(y)
                } else {
                    let scores = (0..<classes).map { x[$0] + 0.5 * stream.normal() }
                    let label = scores.indices.max { scores[$0] < scores[$1] }!
                    labels.append(label)
                    targets += (0..<classes).map { $0 == label ? 1 : 0 }
                }
            }
            return Partition(rows: rows, inputs: features, targets: targets, labels: labels, values: values)
        }
        return PreparedData(
            task: regression ? .regression : .classification(classes: (0..<classes).map(String.init)),
            featureNames: (0..<inputs).map { "x\($0)" }, outputWidth: regression ? 1 : classes,
            train: partition(rows), validation: partition(12), test: partition(15))
    }

    /// A method's use with some of its parameters given.
    static func use(_ declaration: ComponentDeclaration, _ given: [String: ParameterValue] = [:])
        -> ComponentUse
    {
        try! ComponentUse(declaration, given)
    }

    /// `data` with weights 0, 1, 2, 0, … of its training rows, and with these rows repeated as often.
    static func weightedRows(of data: PreparedData) -> (weighted: PreparedData, repeated: PreparedData) {
        let (inputs, width) = (data.inputWidth, data.outputWidth)
        var (weighted, repeated) = (data, data)
        weighted.train.weights = (0..<data.train.rows).map { Float($0 % 3) }
        repeated.train = Partition(rows: 0, inputs: [], targets: [], labels: [], values: [])
        for row in 0..<data.train.rows {
            for _ in 0..<(row % 3) {
                repeated.train.rows += 1
                repeated.train.inputs += data.train.inputs[row * inputs..<(row + 1) * inputs]
                repeated.train.targets += data.train.targets[row * width..<(row + 1) * width]
                if data.task == .regression {
                    repeated.train.values.append(data.train.values[row])
                } else {
                    repeated.train.labels.append(data.train.labels[row])
                }
            }
        }
        return (weighted, repeated)
    }

    static func blueprint(
        _ data: PreparedData, model: String = "mlp", _ modelArguments: [String: ParameterValue] = [:],
        optimizer: (any Method.Type, ComponentUse)? = nil, methods: [(any Method.Type, ComponentUse)] = []
    ) -> CellBlueprint {
        let type = ModelCatalogue.type(named: model)!
        let modelUse = use(type.declaration, modelArguments)
        let sgd = MethodCatalogue.type(named: "sgd")!
        let chosen = optimizer ?? (sgd, use(sgd.declaration, ["momentum": .schedule(.constant(0.9))]))
        let stack = methods.map { ($0.0.init(arguments: $0.1.arguments), $0.1) }
        return CellBlueprint(
            model: try! type.init(
                arguments: modelUse.arguments, inputs: data.layout,
                outputWidth: CellBlueprint.outputWidth(data.outputWidth, stack.map(\.0))),
            modelUse: modelUse,
            optimizer: (chosen.0.init(arguments: chosen.1.arguments) as! any Optimizer, chosen.1),
            methods: stack, task: data.task)
    }

    static func settings(epochs: Int, batchSize: Int, lastBatch: String = "keep") -> TrainingSettings {
        let use = use(
            TrainingSettings.declaration,
            ["epochs": .integer(epochs), "batch_size": .integer(batchSize), "last_batch": .text(lastBatch)])
        return TrainingSettings(arguments: use.arguments)
    }

    static func train(
        _ blueprint: CellBlueprint, _ data: PreparedData, epochs: Int = 3, batchSize: Int = 16, seed: Int = 3,
        lastBatch: String = "keep", environment: ExecutionEnvironment = ExecutionEnvironment()
    ) -> Outcome {
        try! CellTrainer.train(
            blueprint, on: data,
            settings: settings(epochs: epochs, batchSize: batchSize, lastBatch: lastBatch), seed: seed,
            environment: environment)
    }
}

/// A method of the catalogue with some of its parameters given.
func method(_ id: String, _ given: [String: ParameterValue] = [:]) -> (any Method.Type, ComponentUse) {
    let type = MethodCatalogue.type(named: id)!
    return (type, Fixture.use(type.declaration, given))
}

/// The same number in every step.
func constant(_ value: Double) -> ParameterValue { .schedule(.constant(value)) }

extension Outcome {
    /// Everything that must be the same bits: digest, metrics and curves.
    var bits: [String] {
        [parametersDigest!.hexadecimal]
            + metrics.map { "\($0.part) \($0.name) \($0.value.bitPattern)" }
            + curves.map { "\($0.epoch) \($0.part) \($0.name) \($0.value.bitPattern)" }
    }
}
