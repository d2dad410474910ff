import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Evaluates a constant in place of the parameters.
private struct ConstantParameters: EvaluationParameters {
    static let declaration = ComponentDeclaration(
        id: "constant-parameters", family: "test", summary: "Zeros.")
    init(arguments: Arguments) {}
    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        0.5 * parameters
    }
}

@Suite("Running statistics anew")
struct RecomputeStatisticsTests {
    let data = Fixture.data(rows: 45)

    private func blueprint(_ methods: [(any Method.Type, ComponentUse)]) -> CellBlueprint {
        Fixture.blueprint(
            data, model: "residual-mlp", ["width": .integer(6), "blocks": .integer(0)], methods: methods)
    }

    @Test(
        "they are the means over batches by rows, at the parameters that are evaluated", arguments: [1, 0.5])
    func formula(factor: Double) throws {
        let averaged: (any Method.Type, ComponentUse) = (
            ConstantParameters.self, Fixture.use(ConstantParameters.declaration)
        )
        let blueprint = blueprint(factor == 1 ? [] : [averaged])
        var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
        let settings = Fixture.settings(epochs: 2, batchSize: 16)
        try Fit(settings).run(&cell)
        try RecomputeStatistics(settings).run(&cell)
        let parameters = cell.parameters.values.map { factor * Double($0) }
        let (inputs, width) = (data.inputWidth, 6)
        let units = (0..<45).map { row in
            (0..<width).map { unit in
                parameters[inputs * width + unit]
                    + (0..<inputs).map { k in
                        Double(data.train.inputs[row * inputs + k]) * parameters[k * width + unit]
                    }.reduce(0, +)
            }
        }
        let order = RandomKey(seed: 3, name: "statistics").permutation(step: 2, count: 45)
        let found = cell.modelStates.map(\.values.values)
        for unit in 0..<width {
            var (mean, variance) = (0.0, 0.0)
            for batch in [order[0..<16], order[16..<32], order[32..<45]] {
                let x = batch.map { units[$0][unit] }
                let m = x.reduce(0, +) / Double(x.count)
                mean += m * Double(x.count) / 45
                variance +=
                    x.map { ($0 - m) * ($0 - m) }.reduce(0, +) / Double(x.count - 1) * Double(x.count) / 45
            }
            #expect(abs(Double(found[0][unit]) - mean) < 2e-6)
            #expect(abs(Double(found[1][unit]) - variance) < 4e-6)
        }
    }

    @Test("without running statistics nothing happens")
    func nothing() throws {
        var cell = CellState(Fixture.blueprint(data), data, seed: 3, ExecutionEnvironment())
        let before = cell.parameters.values
        try RecomputeStatistics(Fixture.settings(epochs: 1, batchSize: 16)).run(&cell)
        #expect(cell.parameters.values == before)
        #expect(cell.failure == nil)
    }
}
