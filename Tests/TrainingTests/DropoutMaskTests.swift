import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Masks over channels, blocks and columns, and what dropout does to moments.
@Suite("Dropout masks")
struct DropoutMaskTests {

    @Test("spatial dropout drops whole channels of a row", arguments: [[4, 5, 3], [4, 2, 3, 3]])
    func spatial(dimensions: [Int]) {
        let bench = ActivationBench(method: "spatial-dropout", given: ["rate": constant(0.375)])
        let shape = Shape(dimensions)
        let found = bench.run(.hidden(0), shape, [Double](repeating: 1, count: shape.count)).values
        let draws = bench.uniforms("hidden.0", 12)
        let places = shape.count / 12
        for row in 0..<4 {
            for place in 0..<places {
                for channel in 0..<3 {
                    let expected = draws[3 * row + channel] < 0.375 ? 0 : 1.6
                    #expect(abs(found[(row * places + place) * 3 + channel] - expected) < 1e-6)
                }
            }
        }
        #expect(found.contains(0) && found.contains { $0 > 1 })
    }

    @Test("dropblock drops blocks around its seeds and scales by what is left", arguments: [1, 2, 3, 9])
    func dropBlock(size: Int) {
        let (rows, height, width, channels) = (3, 5, 4, 2)
        let bench = ActivationBench(
            method: "dropblock", given: ["rate": constant(0.3), "block_size": .integer(size)])
        let shape: Shape = [rows, height, width, channels]
        let values = (0..<shape.count).map { 1 + Double($0) }
        let found = bench.run(.hidden(0), shape, values).values
        let (tall, wide) = (min(size, height), min(size, width))
        let (corners, columns) = (height - tall + 1, width - wide + 1)
        let density =
            0.3 * Double(height) / Double(corners) / Double(tall) * Double(width) / Double(columns)
            / Double(wide)
        let draws = bench.uniforms("hidden.0", rows * corners * columns * channels)
        var mask = [Double](repeating: 1, count: shape.count)
        for row in 0..<rows {
            for i in 0..<corners {
                for j in 0..<columns {
                    for channel in 0..<channels
                    where draws[((row * corners + i) * columns + j) * channels + channel] < density {
                        for y in i..<i + tall {
                            for x in j..<j + wide {
                                mask[((row * height + y) * width + x) * channels + channel] = 0
                            }
                        }
                    }
                }
            }
        }
        let left = mask.reduce(0, +)
        #expect(left < Double(shape.count) && left > 0)
        for i in values.indices {
            #expect(abs(found[i] - values[i] * mask[i] * Double(shape.count) / left) < 1e-3)
        }
    }

    @Test("dropblock works along sequences")
    func dropBlockSequence() {
        let bench = ActivationBench(
            method: "dropblock", given: ["rate": constant(0.3), "block_size": .integer(3)])
        let found = bench.run(.hidden(0), [4, 9, 2], [Double](repeating: 1, count: 72)).values
        let draws = bench.uniforms("hidden.0", 4 * 7 * 2)
        let density = 0.3 / 3 * 9 / 7
        for row in 0..<4 {
            for place in 0..<9 {
                for channel in 0..<2 {
                    let covering = max(0, place - 2)...min(6, place)
                    let isDropped = covering.contains { draws[(row * 7 + $0) * 2 + channel] < density }
                    #expect((found[(row * 9 + place) * 2 + channel] == 0) == isDropped)
                }
            }
        }
        #expect(found.contains(0))
    }

    @Test("feature dropout drops the inputs of a column together, or each by itself")
    func features() {
        let data = ModelTests.mixed()
        let ones = [Double](repeating: 1, count: 30)
        let together = ActivationBench(method: "feature-dropout", given: ["rate": constant(0.5)], data: data)
        let found = together.run(.input, [6, 5], ones).values
        let draws = together.uniforms("input", 18)
        // Columns of one, two and two inputs.
        for row in 0..<6 {
            for (input, column) in [0, 1, 1, 2, 2].enumerated() {
                #expect(found[5 * row + input] == (draws[3 * row + column] < 0.5 ? 0 : 2))
            }
        }
        let alone = ActivationBench(
            method: "feature-dropout", given: ["rate": constant(0.5), "granularity": .text("input")],
            data: data)
        let each = alone.uniforms("input", 30)
        #expect(alone.run(.input, [6, 5], ones).values == each.map { $0 < 0.5 ? 0 : 2 })
    }

    @Test("alpha dropout keeps mean 0 and variance 1", arguments: [0.05, 0.3, 0.6])
    func alpha(rate: Double) {
        var stream = RandomStream(seed: 9, name: "alpha")
        let values = (0..<60_000).map { _ in stream.normal() }
        let found = ActivationBench(method: "alpha-dropout", given: ["rate": constant(rate)])
            .run(.hidden(0), [600, 100], values).values
        let mean = found.reduce(0, +) / 60_000
        let variance = found.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 60_000
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.03)
        #expect(Set(found.filter { $0 < -1 }).count > 1)
    }

    @Test("Gaussian dropout has mean 1 and the variance p / (1 − p) of dropout", arguments: [0.2, 0.5, 0.7])
    func gaussian(rate: Double) {
        let found = ActivationBench(method: "gaussian-dropout", given: ["rate": constant(rate)])
            .run(.hidden(0), [400, 100], [Double](repeating: 1, count: 40_000)).values
        let mean = found.reduce(0, +) / 40_000
        let variance = found.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 40_000
        #expect(abs(mean - 1) < 0.03)
        #expect(abs(variance / (rate / (1 - rate)) - 1) < 0.05)
    }

    @Test("a concrete mask at a low temperature is a Bernoulli mask of its rate, scaled")
    func concrete() {
        let bench = ActivationBench(
            method: "concrete-dropout", given: ["initial_rate": .real(0.3), "temperature": .real(0.0005)],
            modelArguments: ["hidden": .integers([7])])
        let found = bench.run(.hidden(0), [10, 7], [Double](repeating: 1, count: 70)).values
        let draws = bench.uniforms("hidden.0", 70)
        for (value, draw) in zip(found, draws) { #expect(abs(value - (draw > 0.7 ? 0 : 1 / 0.7)) < 1e-5) }
        #expect(draws.contains { $0 > 0.7 } && draws.contains { $0 < 0.7 })
    }

    @Test("trained variances get their gradient also where the step looks from another point")
    func trainedVariancesUnderSharpness() {
        let data = Fixture.data()
        func use(_ id: String, _ given: [String: ParameterValue]) -> (any Method.Type, ComponentUse) {
            let type = MethodCatalogue.type(named: id)!
            return (type, Fixture.use(type.declaration, given))
        }
        // Without the penalty's pull only the noise of the forward pass moves the rates.
        func rates(_ rho: Double?) -> [Float] {
            let methods =
                [use("variational-dropout", ["strength": constant(0)])]
                + (rho.map { [use("sam", ["rho": constant($0)])] } ?? [])
            let blueprint = Fixture.blueprint(data, ["hidden": .integers([7])], methods: methods)
            var cell = CellState(blueprint, data, seed: 2, ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: 2, batchSize: 15)).run(&cell)
            return Array(cell.parameters.values.dropFirst(66))
        }
        let start: Float = -2.1972246
        let (plain, near, far) = (rates(nil), rates(0), rates(0.3))
        #expect(plain.map(\.bitPattern) == near.map(\.bitPattern))
        #expect(far != near)
        #expect(far.allSatisfy { abs($0 - start) > 1e-5 })
    }

    @Test("the polynomial divergence holds α at 1 at most, and α can fall again")
    func polynomialBound() {
        let data = Fixture.data()
        let type = MethodCatalogue.type(named: "variational-dropout")!
        func logarithms(strength: Double, epochs: Int) -> [Float] {
            let given: [String: ParameterValue] = [
                "divergence": .text("polynomial"), "initial_rate": .real(0.7),
                "strength": constant(strength),
            ]
            let blueprint = Fixture.blueprint(
                data, ["hidden": .integers([7])], methods: [(type, Fixture.use(type.declaration, given))])
            var cell = CellState(blueprint, data, seed: 2, ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: epochs, batchSize: 15)).run(&cell)
            return Array(cell.parameters.values.dropFirst(66))
        }
        // The divergence alone asks for ever more noise, the loss for less.
        let bound = logarithms(strength: 100, epochs: 3)
        #expect(bound.count == 7 && bound.allSatisfy { $0 == 0 })
        let free = logarithms(strength: 0, epochs: 8)
        #expect(free.allSatisfy { $0 <= 0 } && free.contains { $0 < -0.001 })
    }

    @Test(
        "the expected weight under mixout, dropconnect and weight noise is the weight",
        arguments: [
            ("mixout", ["variant": "paper"]), ("mixout", ["variant": "code"]), ("dropconnect", [:]),
            ("weight-noise", ["kind": "additive"]), ("weight-noise", ["kind": "multiplicative"]),
        ])
    func expectedWeight(id: String, given: [String: String]) {
        let type = MethodCatalogue.type(named: id)!
        let data = Fixture.data()
        let blueprint = Fixture.blueprint(
            data, ["hidden": .integers([7])],
            methods: [(type, Fixture.use(type.declaration, given.mapValues { .text($0) }))])
        let builder = StepBuilder(blueprint, .training, batchSize: 8, data)
        let graph = builder.graph
        let effective = builder.view(builder.parameters, pass: "")["hidden.0.weight"]
        graph.setWidth(ofTable: "hyperparameters", to: max(1, builder.columns.count))
        let row = builder.columns.map { column -> Double in
            guard case .schedule(.constant(let value)) = column.source else { return 0 }
            return value
        }
        let values = blueprint.initialParameters(seed: 1).map(Double.init)
        let anchor = blueprint.initialParameters(seed: 2).map(Double.init)
        let draws = 4_000
        var (mean, variance) = ([Double](repeating: 0, count: 35), 0.0)
        for step in 0..<draws {
            let found = ReferenceExecutor.evaluate(
                [effective],
                ReferenceContext(
                    buffers: [.state("parameters"): values, .state("snapshot/initial"): anchor],
                    tableRows: ["hyperparameters": row],
                    keys: graph.streamNames.map { RandomKey(seed: 3, name: $0) }, step: step))[0]
            for i in mean.indices {
                mean[i] += found[i] / Double(draws)
                variance += (found[i] - values[i]) * (found[i] - values[i]) / Double(35 * draws)
            }
        }
        #expect(variance > 1e-4)
        // Five standard errors of the noisiest weight: a change of sign or scale would be far outside.
        let limit = 5 * (8 * variance / Double(draws)).squareRoot()
        for i in mean.indices { #expect(abs(mean[i] - values[i]) < limit) }
    }
}
