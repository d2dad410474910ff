import Datasets
import Methods
import Numerics
import Primitives
import TensorCore
import Testing

@testable import Training

/// The gradient as the mean of those of two halves of the batch.
private struct HalvedGradient: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "halves", family: "test", summary: "The mean of the gradients of two halves.")
    init(arguments: Arguments) {}
    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let half = context.batchSize / 2
        func part(_ rows: Range<Int>, _ name: String) -> Tensor {
            let index = context.graph.constant(rows.map(Float.init), [half])
            return objective.restricted(to: index, named: name).gradient(at: parameters)
        }
        return 0.5 * (part(0..<half, "first") + part(half..<2 * half, "second"))
    }
}

/// Losses and targets on some rows, and on rows that count differently.
@Suite("Targets and losses by row")
struct TargetRowTests {
    static let ids = [
        "focal", "poly", "generalized-cross-entropy", "symmetric-cross-entropy", "taylor-cross-entropy",
        "jensen-shannon", "forward-correction", "squared-error", "hinge", "stablemax", "bootstrapping",
        "logit-normalization", "logit-adjustment", "vector-scaling-loss", "ldam", "margin-label-smoothing",
        "acls", "confidence-penalty", "logit-penalty", "z-loss", "individual-flooding", "label-relaxation",
        "active-passive", "teacher-free-distillation", "squentropy", "brier", "online-label-smoothing",
        "early-learning-regularization", "ps-kd",
    ]

    private func method(_ id: String) -> (any Method.Type, ComponentUse) {
        let type = MethodCatalogue.type(named: id)!
        // Margins that some logits of so small a network cross, and terms large enough to matter.
        let given: [String: [String: Double]] = [
            "margin-label-smoothing": ["margin": 0.1, "strength": 1], "acls": ["margin": 0.1, "strength": 1],
            "logit-penalty": ["strength": 0.3], "z-loss": ["strength": 0.3],
            "individual-flooding": ["level": 0.8],
        ]
        let use = Fixture.use(
            type.declaration, (given[id] ?? [:]).mapValues { .schedule(.constant($0)) })
        return (type, use)
    }

    private func parameters(
        _ data: PreparedData, _ methods: [(any Method.Type, ComponentUse)], batch: Int, epochs: Int
    ) throws -> [Float] {
        let sgd = MethodCatalogue.type(named: "sgd")!
        let use = Fixture.use(sgd.declaration, ["learning_rate": .schedule(.constant(0.2))])
        let blueprint = Fixture.blueprint(
            data, ["hidden": .integers([7])], optimizer: (sgd, use), methods: methods)
        var cell = CellState(blueprint, data, seed: 6, ExecutionEnvironment())
        try Fit(Fixture.settings(epochs: epochs, batchSize: batch)).run(&cell)
        return Array(cell.parameters.values)
    }

    private func distance(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max()! }

    @Test("the gradients of halves of a batch average to that of the batch", arguments: ids)
    func halves(id: String) throws {
        let data = Fixture.data(rows: 40)
        let halved = (HalvedGradient.self as any Method.Type, Fixture.use(HalvedGradient.declaration))
        let whole = try parameters(data, [method(id)], batch: 10, epochs: 3)
        #expect(distance(try parameters(data, [method(id), halved], batch: 10, epochs: 3), whole) < 2e-5)
        #expect(distance(try parameters(data, [], batch: 10, epochs: 3), whole) > 1e-3)
    }

    @Test(
        "integer weights train like rows repeated as often",
        arguments: ids.filter { !["online-label-smoothing", "ps-kd"].contains($0) } + [
            "class-balanced", "inverse-frequency-weights", "mdca", "flooding", "tilted-loss",
        ])
    func repetition(id: String) throws {
        // One batch of all rows: its mean is the same, whatever their order.
        let data = Fixture.data(rows: 12)
        let (weighted, repeated) = Fixture.weightedRows(of: data)
        let expected = try parameters(repeated, [method(id)], batch: 12, epochs: 4)
        let actual = try parameters(weighted, [method(id)], batch: 12, epochs: 4)
        #expect(distance(actual, expected) < 2e-5)
        #expect(distance(try parameters(data, [method(id)], batch: 12, epochs: 4), expected) > 1e-3)
    }
}
