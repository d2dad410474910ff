import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Evaluation over random passes, against the same passes by hand.
@Suite("Monte Carlo dropout")
struct MonteCarloDropoutTests {

    private func method(_ id: String, _ given: [String: ParameterValue]) -> (any Method.Type, ComponentUse) {
        let type = MethodCatalogue.type(named: id)!
        return (type, Fixture.use(type.declaration, given))
    }

    /// Outputs of a network of five inputs and seven hidden units for one row under a mask of scales.
    private func outputs(_ p: [Double], _ x: [Double], _ scale: [Double], width: Int) -> [Double] {
        var h = [Double](repeating: 0, count: 7)
        for j in 0..<7 {
            var sum = p[35 + j]
            for i in 0..<5 { sum += x[i] * p[7 * i + j] }
            h[j] = max(0, sum) * scale[j]
        }
        return (0..<width).map { k in
            var sum = p[42 + 7 * width + k]
            for j in 0..<7 { sum += h[j] * p[42 + j * width + k] }
            return sum
        }
    }

    @Test(
        "the mean of probabilities, or of predictions, over the passes of its name", arguments: [false, true])
    func mean(regression: Bool) throws {
        let data = Fixture.data(regression: regression)
        let width = regression ? 1 : 3
        let blueprint = Fixture.blueprint(
            data, ["hidden": .integers([7])],
            methods: [
                method("dropout", ["rate": constant(0.4)]),
                method("monte-carlo-dropout", ["samples": .integer(3)]),
            ])
        var cell = CellState(blueprint, data, seed: 5, ExecutionEnvironment())
        try Fit(Fixture.settings(epochs: 2, batchSize: 16)).run(&cell)
        let found = Evaluator(cell).outputs(of: data.test, cell).map(Double.init)
        let p = cell.parameters.values.map(Double.init)
        var spread = 0.0
        for row in 0..<data.test.rows {
            let x = (0..<5).map { Double(data.test.inputs[5 * row + $0]) }
            let passes = (0..<3).map { sample -> [Double] in
                let key = RandomKey(seed: 5, name: "dropout/hidden.0@sample.\(sample)")
                let scale = (0..<7).map { unit -> Double in
                    let element = 7 * row + unit
                    return key.uniforms(step: 0, block: element / 4)[element % 4] < Float(0.4) ? 0 : 1 / 0.6
                }
                let z = outputs(p, x, scale, width: width)
                if regression { return z }
                let e = z.map { DeterministicMath.exp($0 - z.max()!) }
                return e.map { $0 / e.reduce(0, +) }
            }
            for k in 0..<width {
                let mean = passes.map { $0[k] }.reduce(0, +) / 3
                spread = max(spread, abs(passes[0][k] - mean))
                let actual = found[row * width + k]
                #expect(abs((regression ? actual : DeterministicMath.exp(actual)) - mean) < 1e-5)
            }
        }
        #expect(spread > 0.01)
    }

    @Test("training is as without it, to the bit")
    func trainingUnchanged() {
        let data = Fixture.data()
        let dropout = method("dropout", ["rate": constant(0.4)])
        let plain = Fixture.train(Fixture.blueprint(data, methods: [dropout]), data)
        let averaged = Fixture.train(
            Fixture.blueprint(
                data, methods: [method("monte-carlo-dropout", ["samples": .integer(5)]), dropout]),
            data)
        #expect(plain.parametersDigest == averaged.parametersDigest)
        #expect(plain.bits != averaged.bits)
    }

    @Test("without a stochastic method there is nothing to average")
    func nothingToAverage() {
        let data = Fixture.data(regression: true)
        let plain = Fixture.train(Fixture.blueprint(data), data)
        let averaged = Fixture.train(
            Fixture.blueprint(data, methods: [method("monte-carlo-dropout", ["samples": .integer(4)])]), data)
        #expect(plain.bits == averaged.bits)
    }
}
