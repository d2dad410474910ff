import Datasets
import Methods
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Properties of the sharpness family: weighted rows, closed forms, refusals.
@Suite("Sharpness properties")
struct SharpnessPropertyTests {

    static let weighted: [(id: String, given: [String: ParameterValue])] = [
        ("sam", ["rho": .schedule(.constant(0.5))]),
        (
            "saf",
            ["strength": .schedule(.constant(3)), "temperature": .schedule(.constant(2)), "lag": .integer(1)]
        ),
        ("mesa", ["strength": .schedule(.constant(8)), "decay": .schedule(.constant(0.8))]),
        ("input-gradient-penalty", ["strength": .schedule(.constant(0.5))]),
        ("jacobian-regularization", ["strength": .schedule(.constant(0.5)), "projections": .integer(0)]),
        ("curvature-regularization", ["strength": .schedule(.constant(0.5))]),
        ("gradient-norm-penalty", ["form": .text("exact")]),
        (
            "robust-weight-perturbation",
            [
                "gamma": .schedule(.constant(0.2)), "threshold": .schedule(.constant(1.1)),
                "steps": .integer(2),
            ]
        ),
    ]

    @Test("integer weights train like rows repeated as often", arguments: 0..<weighted.count)
    func repetition(number: Int) {
        let (id, given) = Self.weighted[number]
        let data = Fixture.data(rows: 12)
        let (weighted, repeated) = Fixture.weightedRows(of: data)
        func parameters(_ data: PreparedData, _ methods: [(any Method.Type, ComponentUse)]) -> [Float] {
            let blueprint = Fixture.blueprint(
                data, ["activation": .text("tanh")],
                optimizer: method("sgd", ["learning_rate": constant(0.3)]),
                methods: methods)
            var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
            // One batch of all rows: its mean is the same, whatever their order.
            try! Fit(Fixture.settings(epochs: 5, batchSize: 32)).run(&cell)
            return cell.parameters.values
        }
        let (a, b) = (parameters(weighted, [method(id, given)]), parameters(repeated, [method(id, given)]))
        #expect(zip(a, b).map { abs($0 - $1) }.max()! < 1e-5)
        #expect(zip(a, parameters(weighted, [])).map { abs($0 - $1) }.max()! > 1e-4)
    }

    @Test(
        "mesa's teacher has no dropout: against a student that dropped everything it knows the model's outputs"
    )
    func teacher() {
        let data = Fixture.data(rows: 20)
        let drop = method("dropout", ["rate": constant(0.9999999)])
        func loss(_ methods: [(any Method.Type, ComponentUse)]) -> Double {
            var cell = CellState(
                Fixture.blueprint(data, methods: methods), data, seed: 3, ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: 1, batchSize: 20)).run(&cell)
            return cell.curves.first { $0.name == "loss" }!.value
        }
        let mesa = method("mesa", ["strength": constant(0.5), "temperature": constant(1)])
        let start = CellState(Fixture.blueprint(data), data, seed: 3, ExecutionEnvironment())
        let outputs = Evaluator(start).outputs(of: data.train, start).map(Double.init)
        var divergence = 0.0
        for row in 0..<20 {
            let z = Array(outputs[3 * row..<3 * row + 3])
            let total = z.reduce(0) { $0 + DeterministicMath.exp($1) }
            // Everything dropped is a uniform prediction: its biases are 0.
            for value in z {
                let p = DeterministicMath.exp(value) / total
                divergence += p * (DeterministicMath.log(p) + DeterministicMath.log(3)) / 20
            }
        }
        #expect(divergence > 0.05)
        #expect(abs(loss([mesa, drop]) - loss([drop]) - 0.5 * divergence) < 1e-5)
    }

    @Test(
        "on a quadratic of curvature λ unnormalised SAM multiplies the error by 1 − ηλ(1 + ρλ) in a step",
        arguments: [0.0, 0.45, 0.55])
    func farFromHome(rho: Double) {
        // Inputs ±1 and no relation to the target: L = w² + b² + const, so λ = 2.
        let inputs: [Float] = [1, -1, 1, -1]
        let targets: [Float] = [0.5, 0.5, -0.5, -0.5]
        let part = Partition(
            rows: 4, inputs: inputs, targets: targets, labels: [], values: targets.map(Double.init))
        let data = PreparedData(
            task: .regression, featureNames: ["x"], outputWidth: 1, train: part,
            validation: Partition(rows: 0, inputs: [], targets: [], labels: [], values: []), test: part)
        func parameters(epochs: Int) -> [Double] {
            let blueprint = Fixture.blueprint(
                data, model: "linear", ["initialization": .text("he-normal")],
                optimizer: method("sgd", ["learning_rate": constant(0.5)]),
                methods: [method("usam", ["rho": constant(rho)])])
            var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
            if epochs > 0 { try! Fit(Fixture.settings(epochs: epochs, batchSize: 4)).run(&cell) }
            return cell.parameters.values.map(Double.init)
        }
        let (eta, lambda) = (0.5, 2.0)
        let factor = 1 - eta * lambda * (1 + rho * lambda)
        let (start, end) = (parameters(epochs: 0), parameters(epochs: 8))
        #expect(abs(start[0]) > 0.1)
        let expected = start[0] * DeterministicMath.pow(abs(factor), 8)
        #expect(abs(end[0] - expected) < 1e-5 * max(1, abs(expected)))
        #expect((abs(end[0]) < abs(start[0])) == (eta * lambda * (1 + rho * lambda) < 2))
    }

    @Test(
        "where both halves are linear, the Jacobian's nuclear norm gives half their squared Frobenius norms")
    func linearHalves() {
        let data = Fixture.data(rows: 4000)
        func loss(_ methods: [(any Method.Type, ComponentUse)]) -> (loss: Double, squares: Double) {
            let blueprint = Fixture.blueprint(data, ["hidden": .integers([7])], methods: methods)
            var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
            var values = cell.parameters.values
            // Biases that keep every unit in the linear part of the rectifier.
            for place in 35..<42 { values[place] = 20 }
            cell.buffers[.state("parameters")] = FloatBuffer(values)
            let weights = values[0..<35] + values[42..<63]
            try! Fit(Fixture.settings(epochs: 1, batchSize: 4000)).run(&cell)
            return (
                cell.curves.first { $0.name == "loss" }!.value,
                weights.reduce(0) { $0 + Double($1) * Double($1) }
            )
        }
        let (plain, squares) = loss([])
        let (whole, _) = loss([method("jacobian-nuclear-norm", ["strength": constant(2)])])
        // As exact as the mean of 4000 draws.
        #expect(abs((whole - plain) / 2 / (0.5 * squares) - 1) < 0.03)
    }

    @Test("groups and chosen rows are refused where the model normalises over more of them")
    func refusals() {
        let data = Fixture.data()
        func reason(_ id: String, _ given: [String: ParameterValue], batchSize: Int) -> String? {
            Fixture.blueprint(
                data, model: "residual-mlp", ["norm": .text("batch")], methods: [method(id, given)]
            ).refusal(
                Fixture.settings(epochs: 1, batchSize: batchSize), inputs: data.layout, targetWidth: 3)?
                .reason
                .message
        }
        #expect(reason("m-sam", ["rows": .integer(1)], batchSize: 8) != nil)
        #expect(reason("m-sam", ["rows": .integer(8)], batchSize: 17) != nil)
        #expect(reason("m-sam", ["rows": .integer(8)], batchSize: 18) == nil)
        #expect(reason("m-sam", ["rows": .integer(0)], batchSize: 17) == nil)
        #expect(reason("esam", ["gamma": .real(0.1)], batchSize: 16) != nil)
        #expect(reason("esam", ["gamma": .real(0.5)], batchSize: 16) == nil)
    }

    @Test("noise on inputs that are numbers of levels is refused")
    func indices() {
        var data = Fixture.data()
        data.layout = InputLayout(
            (0..<5).map { .init("x\($0)", $0 == 0 ? .index(levels: 4) : .numeric, width: 1) })
        let blueprint = Fixture.blueprint(
            data, model: "embedding-mlp", methods: [method("jacobian-nuclear-norm")])
        let settings = Fixture.settings(epochs: 1, batchSize: 8)
        #expect(blueprint.refusal(settings, inputs: data.layout, targetWidth: 3) != nil)
        #expect(blueprint.refusal(settings, inputs: InputLayout(numeric: 5), targetWidth: 3) == nil)
    }
}
