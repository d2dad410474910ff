import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// What each model promises beside its formula.
@Suite("Models")
struct ModelTests {
    static let ids = ModelCatalogue.declarations.map(\.id)

    /// Arguments with which a model takes the fixture's inputs.
    static func arguments(_ id: String) -> [String: ParameterValue] {
        switch id {
        case "cnn":
            ["shape": .integers([5]), "channels": .integers([6]), "norm": .text("batch")]
        case "residual-mlp", "multi-branch-mlp": ["width": .integer(8), "blocks": .integer(1)]
        default: [:]
        }
    }

    /// Three numeric inputs, then a column of two levels.
    static func mixed(rows: Int = 45) -> PreparedData {
        var data = Fixture.data(rows: rows)
        func encode(_ part: Partition) -> Partition {
            var part = part
            for row in 0..<part.rows {
                let level = part.inputs[5 * row + 3] > 0
                part.inputs[5 * row + 3] = level ? 1 : 0
                part.inputs[5 * row + 4] = level ? 0 : 1
            }
            return part
        }
        data.train = encode(data.train)
        data.validation = encode(data.validation)
        data.test = encode(data.test)
        data.layout = InputLayout([
            .init("a", .numeric, width: 1), .init("b", .numeric, width: 2),
            .init("c", .categorical, width: 2),
        ])
        return data
    }

    /// Milder settings of methods whose defaults are too noisy for networks so small at a rate so high.
    static let mild: [String: [String: ParameterValue]] = [
        "mixout": ["rate": .schedule(.constant(0.2))],
        "dropconnect": ["rate": .schedule(.constant(0.1))],
        "gaussian-dropout": ["rate": .schedule(.constant(0.1))],
        "sparse-variational-dropout": ["strength": .schedule(.constant(0.01))],
        "weight-standardization": ["scaled": .boolean(true)],
    ]

    private func method(_ id: String) -> (any Method.Type, ComponentUse) {
        let type = MethodCatalogue.type(named: id)!
        return (type, Fixture.use(type.declaration, Self.mild[id] ?? [:]))
    }

    /// One method of each kind; the conformance kit tries all of them, each on a model that suits it.
    static let someMethods = [
        "sgd", "adam", "adamw", "l2", "decoupled-weight-decay", "dropout", "label-smoothing", "mixup", "sam",
    ]

    @Test("every kind of method trains every model better than chance", arguments: ids, someMethods)
    func trains(model: String, id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        let data = Self.mixed(rows: 60)
        let chosen = method(declaration.id)
        let blueprint = Fixture.blueprint(
            data, model: model, Self.arguments(model), optimizer: declaration.isOptimizer ? chosen : nil,
            methods: declaration.isOptimizer ? [] : [chosen])
        let refusal = blueprint.refusal(
            Fixture.settings(epochs: 150, batchSize: 16), inputs: data.layout, targetWidth: 3)
        guard refusal == nil else { return }
        let outcome = Fixture.train(blueprint, data, epochs: 150)
        #expect(outcome.status == .completed)
        let accuracy = outcome.metrics.first { $0.part == .train && $0.name == "accuracy" }?.value
        #expect(accuracy ?? 0 > 0.55)
    }

    @Test(
        "a method at its neutral setting changes no bit of any model", arguments: ids,
        someMethods)
    func neutral(model: String, id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        guard !declaration.isOptimizer else { return }
        let data = Self.mixed()
        let use = ComponentUse(
            id: id, version: declaration.version, arguments: declaration.neutralArguments!)
        let expected = Fixture.train(Fixture.blueprint(data, model: model, Self.arguments(model)), data)
        let actual = Fixture.train(
            Fixture.blueprint(
                data, model: model, Self.arguments(model), methods: [(MethodCatalogue.type(named: id)!, use)]),
            data)
        #expect(expected.status == .completed)
        #expect(actual.bits == expected.bits)
    }

    @Test("a model gives the same bits on every level", arguments: ids)
    func levels(model: String) {
        let data = Self.mixed()
        let blueprint = Fixture.blueprint(
            data, model: model, Self.arguments(model),
            methods: [method("mixup"), method("dropout"), method("sam")])
        let bits = InstructionSet.allCases.filter(\.isAvailable).map { level in
            Fixture.train(blueprint, data, environment: ExecutionEnvironment(instructionSet: level)).bits
        }
        #expect(Set(bits).count == 1)
    }

    @Test("a second cell of equal structure compiles nothing; another layout of equal width does")
    func planCache() {
        let environment = ExecutionEnvironment()
        func train(_ data: PreparedData) -> Int {
            let blueprint = Fixture.blueprint(data, model: "embedding-mlp")
            _ = Fixture.train(blueprint, data, environment: environment)
            return environment.cache.compilationCount
        }
        #expect(train(Self.mixed()) == 3)
        #expect(train(Self.mixed()) == 3)
        #expect(train(Fixture.data()) == 6)
    }

    @Test("without categorical columns embedding-mlp is the mlp, to the bit")
    func withoutCategories() {
        let data = Fixture.data()
        let methods = [method("dropout"), method("mixup")]
        let mlp = Fixture.train(Fixture.blueprint(data, model: "mlp", methods: methods), data)
        let embedding = Fixture.train(
            Fixture.blueprint(data, model: "embedding-mlp", methods: methods), data)
        #expect(mlp.bits == embedding.bits)
    }

    @Test("an embedding is the level's row, a mean of rows where levels are mixed, and 0 for an unseen level")
    func embeddings() throws {
        let type = ModelCatalogue.type(named: "embedding-mlp")!
        let arguments = try Arguments(
            ["hidden": .integers([]), "embedding_dimension": .integer(3)],
            for: type.declaration.parameters)
        let model = try type.init(
            arguments: arguments, inputs: InputLayout([.init("c", .categorical, width: 4)]), outputWidth: 3)
        // The output is the identity, so that the model returns the embedding.
        let matrix = (0..<12).map { Double($0 * $0) - 7 }
        let identity: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
        let layout = ParameterLayout(model.parameters)
        #expect(layout.specifications.map(\.name) == ["embedding.0", "output.weight", "output.bias"])
        let graph = Graph()
        let outputs = model.forward(
            graph.data("inputs", [3, 4]),
            ForwardContext(model, .evaluation, ParameterView(graph.data("p", [layout.count]), layout)))
        let found = ReferenceExecutor.evaluate(
            [outputs],
            ReferenceContext(buffers: [
                .data("p"): matrix + identity,
                .data("inputs"): [0, 0, 1, 0, 0, 0.25, 0, 0.75, 0, 0, 0, 0],
            ]))[0]
        let mixed = (0..<3).map { 0.25 * matrix[3 + $0] + 0.75 * matrix[9 + $0] }
        #expect(found == Array(matrix[6..<9]) + mixed + [0, 0, 0])
    }

    @Test(
        "embedding dimensions follow fastai's rule",
        arguments: [
            (1, 2), (2, 2), (3, 3), (4, 3), (7, 5), (12, 6), (31, 11), (1_000, 77), (100_000, 600),
        ])
    func dimensions(levels: Int, expected: Int) throws {
        let type = ModelCatalogue.type(named: "embedding-mlp")!
        let model = try type.init(
            arguments: Arguments(for: type.declaration.parameters),
            inputs: InputLayout([.init("c", .categorical, width: levels)]), outputWidth: 1)
        #expect(model.parameters[0].shape == [levels, expected])
    }

    @Test("gains start at 1, biases at 0, embeddings in ±1/√d, kernels with the variance of their fans")
    func starts() throws {
        let data = Self.mixed()
        func initial(_ id: String, _ arguments: [String: ParameterValue], _ data: PreparedData) -> [(
            ParameterSpecification, ArraySlice<Float>
        )] {
            let layout = ParameterLayout(Fixture.blueprint(data, model: id, arguments).model.parameters)
            let values = layout.initialValues(seed: 1)
            return zip(layout.specifications, layout.offsets).map { ($0, values[$1..<$1 + $0.shape.count]) }
        }
        for (specification, values) in initial("residual-mlp", [:], data) {
            switch specification.role {
            case .gain: #expect(values.allSatisfy { $0 == 1 })
            case .bias: #expect(values.allSatisfy { $0 == 0 })
            case .weight: #expect(Set(values).count > values.count * 99 / 100)
            case .auxiliary: Issue.record("a model has no auxiliary parameters")
            }
        }
        var wide = data
        wide.layout = InputLayout([.init("c", .categorical, width: 5)])
        let embedding = initial("embedding-mlp", ["embedding_dimension": .integer(400)], wide)[0].1
        #expect(embedding.allSatisfy { abs($0) <= 0.05 })
        #expect(embedding.contains { abs($0) > 0.0499 })
        let kernel = initial(
            "cnn", ["shape": .integers([5]), "channels": .integers([50, 60]), "pooling": .text("none")], data
        ).first { $0.0.name == "convolution.1.weight" }!.1.map(Double.init)
        let variance = kernel.map { $0 * $0 }.reduce(0, +) / Double(kernel.count)
        #expect(abs(variance / (2.0 / 150) - 1) < 0.05)
    }

    @Test("decay takes weights, kernels and embeddings, and neither gains nor biases")
    func decay() {
        let data = Self.mixed()
        for id in Self.ids {
            let layout = ParameterLayout(
                Fixture.blueprint(data, model: id, Self.arguments(id)).model.parameters)
            for (specification, offset) in zip(layout.specifications, layout.offsets) {
                let mask = layout.weightMask[offset..<offset + specification.shape.count]
                let decays =
                    specification.name.hasSuffix("weight") || specification.name.hasPrefix("embedding")
                #expect(mask.allSatisfy { $0 == (decays ? 1 : 0) }, "\(specification.name)")
            }
        }
    }

    @Test("a convolution refuses inputs that are not of its shape, and pooling that leaves nothing")
    func refusals() throws {
        let type = ModelCatalogue.type(named: "cnn")!
        func message(_ given: [String: ParameterValue], _ inputs: InputLayout) throws -> String {
            let arguments = try Arguments(given, for: type.declaration.parameters)
            do throws(Diagnostic) {
                _ = try type.init(arguments: arguments, inputs: inputs, outputWidth: 2)
            } catch {
                #expect(error.remedy != nil)
                return error.message
            }
            return "accepted"
        }
        let square = InputLayout(numeric: 64)
        #expect(try message([:], square) == "shape is not given, and the dataset states none")
        #expect(try message([:], InputLayout(numeric: 64, shape: [8, 8])) == "accepted")
        #expect(try message(["shape": .integers([8, 8])], square) == "accepted")
        #expect(try message(["shape": .integers([4, 4, 4])], square) == "accepted")
        #expect(
            try message(["shape": .integers([8, 7])], square)
                == "shape [8, 7] means 56 inputs, but there are 64")
        #expect(
            try message(["shape": .integers([65_536, 65_536, 65_536])], square)
                == "shape [65536, 65536, 65536] means 281474976710656 inputs, but there are 64")
        #expect(
            try message(["shape": .integers([8, 8]), "channels": .integers([1, 1, 1, 1])], square)
                == "pooling halves shape [8, 8] once per convolution, and [1, 1] cannot be halved after convolution 4"
        )
        #expect(
            try message(
                [
                    "shape": .integers([8, 8]), "channels": .integers([1, 1, 1, 1]),
                    "pooling": .text("none"),
                ], square) == "accepted")
    }
}
