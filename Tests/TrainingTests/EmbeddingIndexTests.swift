import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// An embedding that is looked up is the one that is multiplied by one-hot inputs.
@Suite("Embeddings by index")
struct EmbeddingIndexTests {
    /// A number and two columns of levels, one of which has a level that only a test row has, encoded by `step`.
    private static func data(_ step: String) throws -> PreparedData {
        var stream = RandomStream(seed: 2, name: "embedding index tests")
        let rows = 72
        let codes = (0..<rows).map { row in row == 70 ? Int32(7) : Int32(stream.integer(below: 7)) }
        let others = (0..<rows).map { $0 % 9 == 4 ? Int32(-1) : Int32(stream.integer(below: 3)) }
        let numbers = (0..<rows).map { _ in stream.normal() }
        let labels = (0..<rows).map { row in
            (Double(codes[row] % 2) + 0.3 * Double(others[row]) + 0.2 * numbers[row]) > 0.6 ? 1 : 0
        }
        let dataset = Dataset(
            name: "levels", task: .classification(classes: ["even", "odd"]),
            columns: [
                FeatureColumn(
                    name: "a", values: .categorical(codes: codes, levels: (0..<8).map { "level \($0)" })),
                FeatureColumn(name: "x", values: .numeric(numbers)),
                FeatureColumn(name: "b", values: .categorical(codes: others, levels: ["p", "q", "r"])),
            ], target: .classes(labels), contentHash: SHA256.hash([]))
        let uses = try ["impute", "standardize", step].map { id in
            try ComponentUse(#require(PreprocessingCatalogue.step(id)).declaration)
        }
        return try prepare(
            Sample(dataset, Split(train: Array(0..<50), validation: Array(50..<60), test: Array(60..<72))),
            pipeline: PreprocessingPipeline(uses))
    }

    @Test("trains as one-hot inputs do, up to rounding, also for missing and unseen levels")
    func training() throws {
        let (hot, index) = (try Self.data("one-hot"), try Self.data("embedding-index"))
        #expect(hot.inputWidth == 7 + 1 + 4 && index.inputWidth == 3)
        let outcomes = [hot, index].map { data in
            Fixture.train(
                Fixture.blueprint(data, model: "embedding-mlp", ["hidden": .integers([8])]), data, epochs: 40)
        }
        #expect(outcomes.allSatisfy { $0.status == .completed })
        for (a, b) in zip(outcomes[0].metrics, outcomes[1].metrics) {
            #expect(a.name == b.name && abs(a.value - b.value) <= 1e-4 * max(1, abs(a.value)), "\(a.name)")
        }
        // Training did something: otherwise agreement would say nothing.
        #expect(outcomes[0].metrics.first { $0.part == .train && $0.name == "accuracy" }!.value > 0.8)
    }

    @Test("has the embeddings of one-hot inputs, and the same gradients, also of higher order")
    func derivatives() throws {
        var results: [[[Double]]] = []
        for step in ["one-hot", "embedding-index"] {
            let data = try Self.data(step)
            let type = ModelCatalogue.type(named: "embedding-mlp")!
            let model = try type.init(
                arguments: Arguments(
                    ["hidden": .integers([4]), "activation": .text("tanh")], for: type.declaration.parameters),
                inputs: data.layout, outputWidth: 2)
            let layout = ParameterLayout(model.parameters)
            let graph = Graph()
            let parameters = graph.state("p", [layout.count])
            let outputs = model.forward(
                graph.data("x", [data.test.rows, data.inputWidth]),
                ForwardContext(model, .evaluation, ParameterView(parameters, layout)))
            let loss = (outputs * outputs).sum()
            let first = gradient(of: loss, withRespectTo: [parameters])[0]
            let second = gradient(of: (first * first).sum(), withRespectTo: [parameters])[0]
            results.append(
                ReferenceExecutor.evaluate(
                    [outputs, first, second],
                    ReferenceContext(buffers: [
                        .state("p"): layout.initialValues(seed: 4).map(Double.init),
                        .data("x"): data.test.inputs.map(Double.init),
                    ])))
        }
        for (hot, index) in zip(results[0], results[1]) {
            #expect(hot.count == index.count && hot.contains { abs($0) > 1e-3 })
            #expect(zip(hot, index).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    @Test("gives the same bits on every level")
    func levels() throws {
        let data = try Self.data("embedding-index")
        let blueprint = Fixture.blueprint(data, model: "embedding-mlp")
        let bits = InstructionSet.allCases.filter(\.isAvailable).map { level in
            Fixture.train(blueprint, data, environment: ExecutionEnvironment(instructionSet: level)).bits
        }
        #expect(Set(bits).count == 1)
    }

    @Test("costs a lookup, not a product")
    func cost() throws {
        let costs = try ["one-hot", "embedding-index"].map { step in
            let data = try Self.data(step)
            return Fixture.blueprint(data, model: "embedding-mlp").model.forwardCost
        }
        // 7 levels of dimension 5, 4 of 3.
        #expect(costs[0].multiplications - costs[1].multiplications == 7 * 5 + 4 * 3)
        #expect(costs[0].activations == costs[1].activations)
    }
}
