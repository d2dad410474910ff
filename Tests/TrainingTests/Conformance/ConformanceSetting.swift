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

/// A small cell without methods, in which a method can be tried.
struct ConformanceSetting: Sendable {
    /// What failures call it.
    let name: String
    let model: String
    let modelArguments: [String: ParameterValue]
    let data: PreparedData
    /// The same as a suite says it: a dataset and a model.
    var suite: (dataset: String, model: String) = ("", "")
    /// Methods that every cell of the setting has: what acts on penalties needs one.
    var others: [String] = []

    /// In order of preference: a method is tried in the first that it fits.
    static let all: [ConformanceSetting] = [
        ConformanceSetting(
            name: "mlp", model: "mlp", modelArguments: ["hidden": .integers([8, 6])],
            data: Fixture.data(rows: 40),
            suite: ("kind: gaussian-mixture, n: 100, classes: 3, dimension: 5", "kind: mlp, hidden: [9, 7]")),
        ConformanceSetting(
            name: "mlp on regression", model: "mlp", modelArguments: ["hidden": .integers([8, 6])],
            data: Fixture.data(rows: 40, regression: true),
            suite: ("kind: friedman-1, n: 100", "kind: mlp, hidden: [9, 7]")),
        ConformanceSetting(
            name: "residual mlp", model: "residual-mlp",
            modelArguments: ["width": .integer(6), "blocks": .integer(2), "norm": .text("batch")],
            data: Fixture.data(rows: 40),
            suite: (
                "kind: gaussian-mixture, n: 100, classes: 3, dimension: 5, data_seed: 1",
                "kind: residual-mlp, width: 8, norm: batch"
            )),
        ConformanceSetting(
            name: "multi-branch mlp", model: "multi-branch-mlp",
            modelArguments: ["width": .integer(6), "norm": .text("none")],
            data: Fixture.data(rows: 40),
            suite: (
                "kind: gaussian-mixture, n: 100, classes: 3, dimension: 5, data_seed: 2",
                "kind: multi-branch-mlp, width: 8"
            )),
        ConformanceSetting(
            name: "cnn on sequences", model: "cnn", modelArguments: ["channels": .integers([3, 4])],
            data: shaped([12]),
            suite: ("kind: mnist-1d, n: 100", "kind: cnn, channels: [4, 5]")),
        ConformanceSetting(
            name: "cnn on images", model: "cnn", modelArguments: ["channels": .integers([3, 4])],
            data: shaped([6, 6, 2]),
            suite: (
                "kind: csv, path: data/digits.csv, target: digit, task: classification, shape: [8, 8], constant_columns: keep",
                "kind: cnn, channels: [4, 5]"
            )),
        ConformanceSetting(
            name: "selu mlp", model: "mlp",
            modelArguments: ["hidden": .integers([8, 6]), "activation": .text("selu")],
            data: Fixture.data(rows: 40),
            suite: (
                "kind: gaussian-mixture, n: 100, classes: 3, dimension: 5, data_seed: 3",
                "kind: mlp, hidden: [9, 7], activation: selu"
            )),
        ConformanceSetting(
            name: "two classes", model: "mlp", modelArguments: ["hidden": .integers([8, 6])],
            data: Fixture.data(rows: 40, classes: 2),
            suite: ("kind: two-moons, n: 100", "kind: mlp, hidden: [9, 7]")),
        ConformanceSetting(
            name: "mlp with a penalty", model: "mlp", modelArguments: ["hidden": .integers([8, 6])],
            data: Fixture.data(rows: 40),
            suite: (
                "kind: gaussian-mixture, n: 100, classes: 3, dimension: 5, data_seed: 4",
                "kind: mlp, hidden: [9, 7]"
            ), others: ["l2"]),
    ].filter { ModelCatalogue.type(named: $0.model) != nil }

    /// Regressions, whose loss overflows where a ReLU network for classes dies instead, in order of preference.
    static let diverging: [ConformanceSetting] = [
        all[1],
        ConformanceSetting(
            name: "mlp on a regression of images", model: "mlp",
            modelArguments: ["hidden": .integers([8, 6])], data: shaped([6, 6], regression: true)),
        ConformanceSetting(
            name: "cnn on a regression of images", model: "cnn",
            modelArguments: ["channels": .integers([3, 4]), "activation": .text("gelu")],
            data: shaped([6, 6], regression: true)),
    ]

    private static func shaped(_ shape: [Int], regression: Bool = false) -> PreparedData {
        let width = shape.reduce(1, *)
        var data = Fixture.data(rows: 40, inputs: width, regression: regression)
        data.layout = InputLayout(data.layout.columns, shape: shape)
        return data
    }

    /// The same on other data.
    func with(_ data: PreparedData) -> ConformanceSetting {
        ConformanceSetting(
            name: name, model: model, modelArguments: modelArguments, data: data, others: others)
    }

    /// The same with its model's smooth activation function, where derivatives are compared with differences.
    var smooth: ConformanceSetting {
        let declared = ModelCatalogue.type(named: model)!.declaration.parameters
        guard declared.contains(where: { $0.name == "activation" }), modelArguments["activation"] == nil
        else {
            return self
        }
        return ConformanceSetting(
            name: "\(name) with tanh", model: model,
            modelArguments: modelArguments.merging(["activation": .text("tanh")]) { $1 }, data: data,
            others: others)
    }
}

/// A method with its arguments.
struct ConformancePart: Sendable {
    let type: any Method.Type
    let use: ComponentUse

    init(_ id: String, _ given: [String: ParameterValue] = [:]) {
        type = MethodCatalogue.type(named: id)!
        use = Fixture.use(type.declaration, given)
    }

    init(_ type: any Method.Type, _ arguments: Arguments) {
        self.type = type
        use = ComponentUse(
            id: type.declaration.id, version: type.declaration.version, arguments: arguments)
    }

    var id: String { use.id }
    var declaration: ComponentDeclaration { type.declaration }

    /// At the setting in which the kit expects it to do something.
    static func telling(_ id: String) -> ConformancePart {
        ConformancePart(id, ConformanceExceptions.telling[id] ?? [:])
    }

    /// At its neutral setting, everything else telling; nil where it has none.
    static func neutral(_ id: String) -> ConformancePart? {
        let type = MethodCatalogue.type(named: id)!
        var given = ConformanceExceptions.telling[id] ?? [:]
        var has = false
        for parameter in type.declaration.parameters {
            guard let value = parameter.neutralValue else { continue }
            given[parameter.name] = value
            has = true
        }
        return has ? ConformancePart(id, given) : nil
    }
}

/// What a small run came to, bit for bit.
struct ConformanceRun: Sendable, Equatable {
    /// "completed", or why not.
    let status: String
    /// The model's parameters and states, as bytes.
    let model: [UInt8]
    /// The learning curves that any cell has.
    let curves: [String]
    /// What the model says of the validation and test rows, as evaluated.
    let outputs: [UInt8]

    /// The curves up to the end of epoch `epoch`.
    func curves(upTo epoch: Int) -> [String] {
        curves.filter { Int($0.prefix { $0 != " " })! <= epoch }
    }
}

/// Builds and runs the cells of the kit; all of them share compiled plans.
enum Conformance {
    static let environment = ExecutionEnvironment()
    static let ids = MethodCatalogue.declarations.map(\.id)
    static let additions = MethodCatalogue.declarations.filter { !$0.isOptimizer }.map(\.id)

    /// SGD with momentum.
    static func sgd(rate: Double = 0.05) -> ConformancePart {
        ConformancePart(
            "sgd", ["learning_rate": .schedule(.constant(rate)), "momentum": .schedule(.constant(0.9))])
    }

    /// The cell of `setting` with `parts`; an optimiser among them takes the place of `optimizer`.
    ///
    /// Nil where the model cannot take the data.
    static func makeCell(
        _ setting: ConformanceSetting, _ parts: [ConformancePart], optimizer: ConformancePart = sgd()
    ) -> CellBlueprint? {
        let absent = setting.others.filter { id in !parts.contains { $0.id == id } }
        let parts = absent.map { ConformancePart($0) } + parts
        let chosen = parts.first { $0.declaration.isOptimizer } ?? optimizer
        let methods = parts.filter { !$0.declaration.isOptimizer }.map {
            (method: $0.type.init(arguments: $0.use.arguments), use: $0.use)
        }
        let type = ModelCatalogue.type(named: setting.model)!
        let use = Fixture.use(type.declaration, setting.modelArguments)
        let width = CellBlueprint.outputWidth(
            setting.data.outputWidth,
            methods.map(\.method) + [chosen.type.init(arguments: chosen.use.arguments)])
        guard
            let model = try? type.init(
                arguments: use.arguments, inputs: setting.data.layout, outputWidth: width)
        else { return nil }
        return CellBlueprint(
            model: model, modelUse: use,
            optimizer: (chosen.type.init(arguments: chosen.use.arguments) as! any Optimizer, chosen.use),
            methods: methods, task: setting.data.task)
    }

    static func settings(epochs: Int = 2, batchSize: Int = 20) -> TrainingSettings {
        Fixture.settings(epochs: epochs, batchSize: batchSize)
    }

    /// Why `parts` cannot be a cell in `setting`; nil where they can.
    static func refusal(
        _ setting: ConformanceSetting, _ parts: [ConformancePart], epochs: Int = 2, batchSize: Int = 20
    ) -> String? {
        let kind = setting.data.task.kind
        for part in parts where !part.declaration.tasks.contains(kind) {
            return "\(part.id) is not for \(kind.rawValue)"
        }
        var taken: [String: String] = [:]
        let hasOptimizer = parts.contains { $0.declaration.isOptimizer }
        for part in parts + (hasOptimizer ? [] : [sgd()]) {
            for what in part.declaration.exclusive {
                if let other = taken.updateValue(part.id, forKey: what) {
                    return "\(other) and \(part.id) both set the \(what)"
                }
            }
        }
        guard let blueprint = makeCell(setting, parts) else { return "the model cannot take the data" }
        return blueprint.refusal(
            settings(epochs: epochs, batchSize: batchSize), inputs: setting.data.layout,
            targetWidth: setting.data.outputWidth
        )?.reason.message
    }

    /// A cell after all its stages.
    static func cell(
        _ setting: ConformanceSetting, _ parts: [ConformancePart], optimizer: ConformancePart = sgd(),
        epochs: Int = 2, batchSize: Int = 20, seed: Int = 3, level: InstructionSet = .best,
        prepare: (inout CellState) -> Void = { _ in }
    ) throws -> CellState {
        let blueprint = try #require(makeCell(setting, parts, optimizer: optimizer))
        let environment = ExecutionEnvironment(
            instructionSet: level, cache: Self.environment.cache, shouldStop: { false })
        var cell = CellState(blueprint, setting.data, seed: seed, environment)
        prepare(&cell)
        let settings = settings(epochs: epochs, batchSize: batchSize)
        for stage in blueprint.pipeline(settings) where cell.failure == nil { try stage.run(&cell) }
        return cell
    }

    /// The bits of a cell that ran; curves of `id` itself are left out.
    static func bits(_ cell: CellState) -> ConformanceRun {
        let count = ParameterLayout(cell.blueprint.model.parameters).count
        var model = CellTrainer.canonicalBytes(Array(cell.parameters.values.prefix(count)))
        for (_, values) in cell.modelStates { model += CellTrainer.canonicalBytes(values.values) }
        let evaluator = Evaluator(cell)
        let outputs = [cell.data.validation, cell.data.test].flatMap {
            CellTrainer.canonicalBytes(evaluator.outputs(of: $0, cell))
        }
        let own = Set(cell.blueprint.everyone.map { $0.use.id + "/" })
        let curves = cell.curves.filter { point in !own.contains { point.name.hasPrefix($0) } }
        return ConformanceRun(
            status: cell.failure.map { "\($0)" } ?? "completed", model: model,
            curves: curves.map {
                "\($0.epoch) \($0.part) \($0.name) \($0.value.isNaN ? "NaN" : "\($0.value.bitPattern)")"
            }, outputs: outputs)
    }

    /// Trains and takes the bits.
    static func run(
        _ setting: ConformanceSetting, _ parts: [ConformancePart], optimizer: ConformancePart = sgd(),
        epochs: Int = 2, batchSize: Int = 20, seed: Int = 3, level: InstructionSet = .best
    ) throws -> ConformanceRun {
        bits(
            try cell(
                setting, parts, optimizer: optimizer, epochs: epochs, batchSize: batchSize, seed: seed,
                level: level))
    }

    /// The first setting that the method fits and in which it changes what comes out; nil where there is none.
    static func setting(for id: String) -> ConformanceSetting? {
        if let known = chosen.withLock({ $0[id] }) { return known }
        let part = ConformancePart.telling(id)
        for setting in ConformanceSetting.all where refusal(setting, [part]) == nil {
            guard let with = try? run(setting, [part]), let without = try? run(setting, [])
            else { continue }
            if with.model != without.model || with.outputs != without.outputs {
                chosen.withLock { $0[id] = setting }
                return setting
            }
        }
        return nil
    }

    private static let chosen = Mutex<[String: ConformanceSetting]>([:])

    /// As many of `candidates` as go together with `part` and each other in `setting`, in order.
    static func compatible(
        _ candidates: [ConformancePart], with part: ConformancePart, in setting: ConformanceSetting
    ) -> [ConformancePart] {
        var stack: [ConformancePart] = []
        for candidate in candidates where candidate.id != part.id {
            if refusal(setting, stack + [candidate, part]) == nil,
                refusal(setting, stack + [candidate]) == nil
            {
                stack.append(candidate)
            }
        }
        return stack
    }
}
