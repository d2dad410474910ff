import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// What methods that control norms promise beside their steps, which `MethodReferenceTests` compares.
@Suite("Norm control")
struct NormControlTests {
    let data = Fixture.data(rows: 40)

    private func blueprint(
        _ methods: [(any Method.Type, ComponentUse)], rate: Double = 0.5, model: String = "mlp",
        _ arguments: [String: ParameterValue] = ["hidden": .integers([7])]
    ) -> CellBlueprint {
        Fixture.blueprint(
            data, model: model, arguments, optimizer: method("sgd", ["learning_rate": constant(rate)]),
            methods: methods)
    }

    /// The cell after `epochs` epochs of four steps.
    private func train(
        _ blueprint: CellBlueprint, epochs: Int, seed: Int = 3, _ change: (inout [Float]) -> Void = { _ in }
    ) -> CellState {
        var cell = CellState(blueprint, data, seed: seed, ExecutionEnvironment())
        var start = Array(cell.parameters.values)
        change(&start)
        cell.buffers[.state("parameters")] = FloatBuffer(start)
        if epochs > 0 { try! Fit(Fixture.settings(epochs: epochs, batchSize: 10)).run(&cell) }
        return cell
    }

    private func tensor(_ name: String, _ blueprint: CellBlueprint, _ values: [Float]) -> [Double] {
        let index = blueprint.layout.index(of: name)!
        let start = blueprint.layout.offsets[index]
        return values[start..<start + blueprint.layout.specifications[index].shape.count].map(Double.init)
    }

    private func columnNorms(_ matrix: [Double], _ columns: Int) -> [Double] {
        (0..<columns).map { column in
            stride(from: column, to: matrix.count, by: columns).map { matrix[$0] * matrix[$0] }.reduce(0, +)
                .squareRoot()
        }
    }

    private func norm(_ values: [Double]) -> Double { values.map { $0 * $0 }.reduce(0, +).squareRoot() }

    @Test("weight normalisation starts at the function as drawn, and ‖v‖ never falls under plain descent")
    func weightNormalization() {
        let blueprint = blueprint([method("weight-normalization")])
        let start = blueprint.initialParameters(seed: 3)
        let plain = self.blueprint([])
        let fresh = train(blueprint, epochs: 0)
        let baseline = train(plain, epochs: 0)
        let pairs = zip(
            Evaluator(fresh).outputs(of: data.test, fresh),
            Evaluator(baseline).outputs(of: data.test, baseline))
        for (a, b) in pairs { #expect(abs(a - b) < 1e-5) }
        let values = train(blueprint, epochs: 5).parameters.values
        var grown = 0.0
        for (name, columns) in [("hidden.0.weight", 7), ("output.weight", 3)] {
            let before = columnNorms(tensor(name, blueprint, start), columns)
            let after = columnNorms(tensor(name, blueprint, Array(values)), columns)
            for (b, a) in zip(before, after) {
                #expect(a >= b * (1 - 1e-6))
                grown = max(grown, a / b)
            }
        }
        #expect(grown > 1.001)
    }

    @Test("a spectrally normalised layer has largest singular value c, also in evaluation")
    func spectralNorm() {
        let blueprint = blueprint(
            [method("spectral-normalization", ["coefficient": constant(1.5)])], rate: 0, model: "linear",
            ["initialization": .text("glorot-normal")])
        // The weights stand still: u converges from step to step.
        let cell = train(blueprint, epochs: 40)
        // z = x W + b: the outputs at unit vectors less the one at 0 are the rows of W.
        let unit = Partition(
            rows: 6, inputs: (0..<30).map { $0 < 25 && $0 % 6 == 0 ? 1 : 0 },
            targets: [Float](repeating: 0, count: 18), labels: [Int](repeating: 0, count: 6), values: [])
        let outputs = Evaluator(cell).outputs(of: unit, cell).map(Double.init)
        let matrix = (0..<15).map { outputs[$0] - outputs[15 + $0 % 3] }
        var v = [0.5, -0.3, 0.8]
        var sigma = 0.0
        for _ in 0..<500 {
            let u = (0..<5).map { i in (0..<3).map { matrix[3 * i + $0] * v[$0] }.reduce(0, +) }
            let w = (0..<3).map { j in (0..<5).map { matrix[3 * $0 + j] * u[$0] }.reduce(0, +) }
            sigma = norm(u) / norm(v)
            v = w.map { $0 / norm(w) }
        }
        #expect(abs(sigma - 1.5) < 1e-5)
        let stored = norm(tensor("output.weight", blueprint, Array(cell.parameters.values)))
        #expect(abs(stored - norm(matrix)) > 0.01)
    }

    @Test("max-norm holds every unit in the ball; at a large radius it changes no bit")
    func maxNorm() {
        let tight = blueprint([method("max-norm", ["max_norm": constant(0.6)])])
        let values = Array(train(tight, epochs: 3).parameters.values)
        for (name, columns) in [("hidden.0.weight", 7), ("output.weight", 3)] {
            let norms = columnNorms(tensor(name, tight, values), columns)
            #expect(norms.allSatisfy { $0 < 0.6 * (1 + 1e-6) } && norms.contains { $0 > 0.599 })
        }
        let wide = blueprint([method("max-norm", ["max_norm": constant(100)])])
        #expect(
            train(wide, epochs: 3).parameters.values.map(\.bitPattern)
                == train(blueprint([]), epochs: 3).parameters.values.map(\.bitPattern))
    }

    @Test("under lawn the layers' norms stay where the free phase left them, to 1e-6")
    func lawn() {
        let adam = method("adam", ["learning_rate": constant(0.05)])
        func norms(_ epochs: Int, _ free: Int) -> [Double] {
            let blueprint = Fixture.blueprint(
                data, ["hidden": .integers([7])], optimizer: adam,
                methods: [method("lawn", ["free_epochs": .integer(free)])])
            let values = Array(train(blueprint, epochs: epochs).parameters.values)
            return ["hidden.0.weight", "output.weight"].map { norm(tensor($0, blueprint, values)) }
        }
        for free in [0, 2] {
            let reached = norms(max(1, free), max(1, free))
            let later = norms(6, free)
            if free > 0 {
                for (a, b) in zip(reached, later) { #expect(abs(a / b - 1) < 1e-6) }
            }
            for (a, b) in zip(later, norms(9, free)) { #expect(abs(a / b - 1) < 1e-6) }
        }
        #expect(abs(norms(6, 6)[1] / norms(2, 2)[1] - 1) > 0.01)
    }

    @Test("lawn constrains only what stands after the last norm")
    func lawnAfterNorm() {
        let arguments: [String: ParameterValue] = ["width": .integer(6), "blocks": .integer(1)]
        let blueprint = Fixture.blueprint(
            data, model: "residual-mlp", arguments, methods: [method("lawn", ["free_epochs": .integer(0)])])
        let values = Array(train(blueprint, epochs: 3).parameters.values)
        let start = blueprint.initialParameters(seed: 3)
        for index in blueprint.layout.weights {
            let name = blueprint.layout.specifications[index].name
            let change = norm(tensor(name, blueprint, values)) / norm(tensor(name, blueprint, start)) - 1
            #expect(name == "output.weight" ? abs(change) < 1e-6 : abs(change) > 1e-4, "\(name)")
        }
    }

    @Test("companded weights are bounded, and start as drawn")
    func compander() {
        let blueprint = blueprint([method("weight-compander", ["a": .real(3), "b": .real(0.7)])], rate: 0)
        let (fresh, plain) = (train(blueprint, epochs: 1), train(self.blueprint([], rate: 0), epochs: 1))
        let outputs = Evaluator(fresh).outputs(of: data.test, fresh)
        for (a, b) in zip(outputs, Evaluator(plain).outputs(of: data.test, plain)) {
            #expect(abs(a - b) < 1e-4 * (1 + abs(b)))
        }
        // A huge v gives a weight just below the bound: its effect on the outputs of a linear model.
        let linear = self.blueprint(
            [method("weight-compander", ["a": .real(0.9), "b": .real(0.3)])], rate: 3, model: "linear", [:])
        let cell = train(linear, epochs: 40)
        let unit = Partition(
            rows: 6, inputs: (0..<30).map { $0 < 25 && $0 % 6 == 0 ? 1 : 0 },
            targets: [Float](repeating: 0, count: 18), labels: [Int](repeating: 0, count: 6), values: [])
        let z = Evaluator(cell).outputs(of: unit, cell).map(Double.init)
        let weights = (0..<15).map { abs(z[$0] - z[15 + $0 % 3]) }
        #expect(weights.max()! < 0.9 * DeterministicMath.pi / 2 && weights.max()! > 0.9)
    }

    @Test("for large a = b the weight compander is the identity")
    func companderIdentity() {
        let wide = blueprint([method("weight-compander", ["a": .real(300), "b": .real(300)])])
        let (actual, expected) = (train(wide, epochs: 2), train(blueprint([]), epochs: 2))
        for (a, b) in zip(actual.parameters.values, expected.parameters.values) { #expect(abs(a - b) < 1e-4) }
    }

    @Test("what cannot be normalised is refused: weights that start at 0, units of a single weight")
    func refusals() {
        func refusal(_ id: String, _ arguments: [String: ParameterValue], inputs: Int = 5) -> Diagnostic? {
            let data = Fixture.data(inputs: inputs)
            let blueprint = Fixture.blueprint(
                data, model: "linear", arguments, methods: [method(id, ["applies_to": .text("all")])])
            return blueprint.refusal(
                Fixture.settings(epochs: 1, batchSize: 8), inputs: data.layout, targetWidth: 3)?.reason
        }
        let drawn: [String: ParameterValue] = ["initialization": .text("he-normal")]
        for id in [
            "weight-normalization", "centered-weight-normalization", "weight-standardization",
            "spectral-normalization", "weight-conditioning",
        ] {
            #expect(refusal(id, [:])?.remedy != nil, "\(id)")
            #expect(refusal(id, drawn) == nil, "\(id)")
        }
    }

    @Test(
        "a unit whose weights are all alike keeps everything finite",
        arguments: [
            ("weight-standardization", ["variant": "paper"]), ("weight-standardization", ["variant": "code"]),
            ("centered-weight-normalization", [:]), ("weight-normalization", [:]),
            ("weight-conditioning", ["side": "columns"]),
            ("hyperspherical-projection", ["granularity": "unit"]),
        ])
    func constantUnit(id: String, given: [String: String]) {
        for value: Float in [0, 0.25] {
            let blueprint = blueprint([method(id, given.mapValues { .text($0) })], rate: 0.01)
            // The first of seven hidden units.
            let cell = train(blueprint, epochs: 2) { for row in 0..<5 { $0[7 * row] = value } }
            #expect(cell.parameters.values.allSatisfy { $0.isFinite }, "\(id), \(value)")
            #expect(
                Evaluator(cell).outputs(of: data.test, cell).allSatisfy { $0.isFinite }, "\(id), \(value)")
        }
    }

    @Test("a weight that is 0 throughout stays so on any sphere, and under a spectral norm")
    func zeroWeight() {
        let sphere = method(
            "hyperspherical-projection",
            ["radius": constant(100), "granularity": .text("layer"), "applies_to": .text("all")])
        let still = train(blueprint([sphere], rate: 0, model: "linear", [:]), epochs: 1)
        #expect(still.parameters.values.allSatisfy { $0 == 0 })
        // The threshold takes every weight in the first step.
        let emptied = train(
            blueprint([
                method("spectral-normalization"), method("l1-proximal", ["strength": constant(100)]),
            ]), epochs: 2)
        #expect(emptied.parameters.values.allSatisfy { $0.isFinite })
        #expect(Evaluator(emptied).outputs(of: data.test, emptied).allSatisfy { $0.isFinite })
    }

    @Test("lawn refuses to hold a weight at the norm 0 that it starts with")
    func lawnAtZero() {
        func refuses(_ free: Int, _ arguments: [String: ParameterValue] = [:]) -> Bool {
            let blueprint = blueprint(
                [method("lawn", ["free_epochs": .integer(free)])], model: "linear", arguments)
            let refusal = blueprint.refusal(
                Fixture.settings(epochs: 3, batchSize: 8), inputs: data.layout, targetWidth: 3)
            #expect(refusal == nil || refusal?.reason.remedy != nil)
            return refusal != nil
        }
        #expect(refuses(0) && !refuses(1) && !refuses(0, ["initialization": .text("he-normal")]))
    }

    @Test("at applies_to: hidden a model without hidden layers is the baseline, to the bit")
    func nothingHidden() {
        let data = Fixture.data()
        let expected = Fixture.train(Fixture.blueprint(data, model: "linear"), data)
        for id in ["weight-standardization", "weight-conditioning", "centered-weight-normalization"] {
            let chosen = method(id, ["applies_to": .text("hidden")])
            let actual = Fixture.train(Fixture.blueprint(data, model: "linear", methods: [chosen]), data)
            #expect(actual.bits == expected.bits, "\(id)")
        }
    }
}
