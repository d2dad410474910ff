import Datasets
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Methods
@testable import Training

/// Losses, mixing and pipelines at their edges: rounding, weights of 0, large batches, odd companions.
@Suite("Edges of losses, mixing and pipelines")
struct MethodEdgeTests {
    static let seed = 6

    private func window(_ value: Double, from epoch: Double) -> ParameterValue {
        .schedule(.window(value: value, outside: 0, begin: epoch, end: nil, unit: .epoch))
    }

    private func blueprint(
        _ methods: [(any Method.Type, ComponentUse)], _ data: PreparedData, model: String = "linear"
    ) -> CellBlueprint {
        Fixture.blueprint(
            data, model: model, optimizer: method("sgd", ["learning_rate": constant(0.2)]), methods: methods)
    }

    /// The cell after its pipeline, or after the stage that failed.
    private func trained(
        _ methods: [(any Method.Type, ComponentUse)], _ data: PreparedData, model: String = "linear",
        epochs: Int = 1, batch: Int = 10, start: [Float]? = nil
    ) throws -> CellState {
        let blueprint = blueprint(methods, data, model: model)
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        if let start { cell.buffers[.state("parameters")] = FloatBuffer(start) }
        for stage in blueprint.pipeline(Fixture.settings(epochs: epochs, batchSize: batch))
        where cell.failure == nil { try stage.run(&cell) }
        return cell
    }

    private func refusal(
        _ ids: [String], _ data: PreparedData, batch: Int = 10, hasValidation: Bool = true, rows: Int? = nil
    ) -> Diagnostic? {
        blueprint(ids.map { method($0) }, data).refusal(
            Fixture.settings(epochs: 1, batchSize: batch), inputs: data.layout, targetWidth: data.outputWidth,
            hasValidation: hasValidation, trainingRows: rows)?.reason
    }

    // MARK: Rounding

    @Test("1 − e^x and its slope are exact to rounding for small and for large arguments")
    func oneMinusExponential() {
        let x: [Float] = [-60, -20, -1, -1e-4, -1e-7, 0, 1e-7, 1e-3, 0.5, 0.99, 1.01, 2, 10, 20, 40, 80]
        let graph = Graph()
        let input = graph.data("x", [x.count])
        let value = input.oneMinusExponential()
        let slope = gradient(of: value.sum(), withRespectTo: [input])[0]
        var program = Program(graph: graph)
        program.assign(concatenate([value, slope], axis: 0), to: "result")
        let result = FloatBuffer(count: 2 * x.count)
        PlanExecution(Compiler.compile(program), seed: 1).run(
            [.data("x"): FloatBuffer(x), .state("result"): result], first: 0, count: 1, on: .best)
        for (index, x) in x.enumerated() {
            let half = DeterministicMath.tanh(0.5 * Double(x))
            let expected = abs(x) > 1 ? 1 - DeterministicMath.exp(Double(x)) : -2 * half / (1 - half)
            #expect(abs(Double(result[index]) - expected) <= 1e-6 * abs(expected))
            let expectedSlope = -DeterministicMath.exp(Double(x))
            let actual = Double(result[result.count / 2 + index])
            #expect(abs(actual - expectedSlope) <= 2e-6 * abs(expectedSlope))
        }
    }

    @Test("the calibration error stays finite where it vanishes but for rounding")
    func vanishingCalibrationError() throws {
        var data = Fixture.data(rows: 40, classes: 2)
        for row in 0..<40 {
            data.train.targets.replaceSubrange(2 * row..<2 * row + 2, with: row % 4 == 0 ? [0, 1] : [1, 0])
        }
        for step in -20...20 {
            // All rows are predicted alike, with about the share of the rows that are right.
            let gap = Float(DeterministicMath.log(3)) + 1e-4 * Float(step)
            let start = [Float](repeating: 0, count: 10) + [gap, 0]
            let cell = try trained([method("mmce")], data, batch: 40, start: start)
            #expect(cell.failure == nil, "step \(step)")
        }
    }

    @Test("a batch whose rows all count 0 leaves a tilted loss finite", arguments: [2.0, -2.0])
    func weightlessBatch(tilt: Double) throws {
        var data = Fixture.data(rows: 40)
        data.train.weights = (0..<40).map { $0 == 7 ? 1 : 0 }
        let cell = try trained([method("tilted-loss", ["tilt": constant(tilt)])], data)
        #expect(cell.failure == nil)
        #expect(cell.parameters.values != cell.blueprint.initialParameters(seed: Self.seed))
        // A single row that counts: tilting changes nothing.
        let plain = try trained([], data)
        for (a, b) in zip(cell.parameters.values, plain.parameters.values) { #expect(abs(a - b) < 1e-4) }
    }

    @Test("a hopeless row of weight 0 has no part in a tilted loss")
    func weightlessRow() throws {
        var data = Fixture.data(rows: 10, regression: true)
        data.train.weights = (0..<10).map { $0 == 0 ? 0 : 1 }
        let tilted = [method("tilted-loss", ["tilt": constant(1)])]
        let expected = try trained(tilted, data)
        data.train.targets[0] = 1e3
        let actual = try trained(tilted, data)
        #expect(actual.failure == nil)
        for (a, b) in zip(actual.parameters.values, expected.parameters.values) {
            #expect(abs(a - b) < 1e-5)
        }
        #expect(expected.parameters.values != expected.blueprint.initialParameters(seed: Self.seed))
    }

    @Test("the narrowest kernel pairs a row of a regression with itself")
    func narrowKernel() throws {
        let data = Fixture.data(rows: 40, regression: true)
        let mixed = try trained([method("c-mixup", ["bandwidth": constant(1e-30)])], data)
        let plain = try trained([], data)
        for (a, b) in zip(mixed.parameters.values, plain.parameters.values) { #expect(abs(a - b) < 1e-5) }
    }

    // MARK: Companions

    @Test("a loss that ignores the stack refuses what stands inside it, in adversarial training too")
    func adversarialRowLoss() {
        let data = Fixture.data()
        #expect(refusal(["mart", "ldam"], data)?.message.contains("ldam") == true)
        #expect(refusal(["ldam", "mart"], data) == nil)
    }

    @Test("what compares outputs with targets refuses outputs that are no predictions")
    func widenedOutputs() {
        let data = Fixture.data(regression: true)
        for id in ["expectile", "elle"] {
            for other in ["gaussian-nll", "hl-gauss"] {
                #expect(refusal([id, other], data)?.message.contains(other) == true)
            }
            #expect(refusal([id], data) == nil)
            let fixed = [method(id), method("gaussian-nll", ["variance": .text("fixed")])]
            #expect(
                blueprint(fixed, data).refusal(
                    Fixture.settings(epochs: 1, batchSize: 10), inputs: data.layout, targetWidth: 1) == nil)
        }
    }

    @Test("hidden units of validation rows are not mixed")
    func mixedValidation() {
        let data = Fixture.data()
        #expect(
            refusal(["manifold-mixup", "learning-to-reweight"], data)?.message.contains("validation") == true)
        #expect(refusal(["manifold-mixup"], data) == nil)
        #expect(refusal(["mixup", "learning-to-reweight"], data) == nil)
    }

    @Test(
        "an attack raises the losses also where flooding turns their mean's gradient round",
        arguments: ["pgd-adversarial-training", "fast-adversarial-training"])
    func floodedAttack(id: String) throws {
        let data = Fixture.data(rows: 20)
        let attack = method(id, ["epsilon": constant(0.3)])
        // A linear model begins at 0, where no input has a slope.
        var stream = RandomStream(seed: 4, name: "start")
        let start = (0..<18).map { _ in Float(stream.normal()) }
        let flooding = method("flooding", ["level": constant(50)])
        let down = try trained([attack], data, batch: 20, start: start).parameters.values
        let up = try trained([attack, flooding], data, batch: 20, start: start).parameters.values
        let plain = try trained([], data, batch: 20, start: start).parameters.values
        #expect(zip(down, plain).map { abs($0 - $1) }.max()! > 1e-3)
        for i in start.indices { #expect(abs((down[i] - start[i]) + (up[i] - start[i])) < 1e-6) }
    }

    @Test("the adaptive local linearity begins its history when it is switched on")
    func lateLinearity() throws {
        let data = Fixture.data(rows: 40)
        let given: [String: ParameterValue] = [
            "adaptive": .boolean(true), "epsilon": constant(0.8), "strength": window(50, from: 2),
        ]
        // The weight is 0 until a penalty jumps, which takes three in the history.
        func run(_ methods: [(any Method.Type, ComponentUse)], epochs: Int) throws -> [Float] {
            try trained(methods, data, model: "mlp", epochs: epochs, batch: 20).parameters.values
        }
        #expect(try run([method("elle", given)], epochs: 4) == run([], epochs: 4))
        var eager = given
        eager["sensitivity"] = constant(0)
        #expect(try run([method("elle", eager)], epochs: 12) != run([], epochs: 12))
    }

    @Test("a batch of more numbers than an index can name is refused, a smaller one not")
    func largeBatches() {
        var data = Fixture.data(inputs: 12)
        data.layout = InputLayout(numeric: 12, shape: [3, 4])
        let rows = (1 << 24) / 12 + 1
        for id in ["swap-noise", "random-crop", "augmix", "random-rotation"] {
            #expect(refusal([id], data, batch: rows, rows: rows) != nil)
            #expect(refusal([id], data, batch: rows - 1, rows: rows) == nil)
            #expect(refusal([id], data, batch: 1_000_000, rows: 100) == nil)
        }
    }

    // MARK: Pipelines

    @Test("a temperature needs validation rows, and is fitted once, at the end")
    func temperature() throws {
        let data = Fixture.data()
        #expect(refusal(["temperature-scaling"], data, hasValidation: false) != nil)
        #expect(refusal(["temperature-scaling"], data) == nil)
        let stack = [method("temperature-scaling"), method("self-distillation")]
        let stages = blueprint(stack, data).pipeline(Fixture.settings(epochs: 1, batchSize: 10))
        #expect(stages.filter { $0 is TemperatureFit }.count == 1 && stages.last is TemperatureFit)
        // So that no teacher is tempered.
        let (with, without) = (
            try trained(stack, data, epochs: 3), try trained([stack[1]], data, epochs: 3)
        )
        #expect(with.parameters.values == without.parameters.values)
    }

    @Test("what knows single rows fails on an online stream")
    func onlineRows() throws {
        var data = Fixture.data()
        data.freshTraining = { _ in Fixture.data(seed: 2).train }
        for id in ["early-learning-regularization", "ps-kd", "data-diet", "self-distillation"] {
            let cell = try trained([method(id)], data, epochs: 2)
            #expect(cell.failure?.cause?.contains("online stream") == true, "\(id)")
        }
        #expect(try trained([method("center-loss")], data, model: "mlp", epochs: 2).failure == nil)
    }

    @Test("fits before a teacher's first are trained on the rows' own targets")
    func earlierFits() throws {
        let data = Fixture.data(rows: 40)
        for id in ["warm-start", "data-diet"] {
            let cell = try trained([method("self-distillation"), method(id)], data)
            #expect(cell.failure == nil, "\(id)")
        }
    }

    @Test("a fit on a part of the rows loses those that a data diet drops")
    func dietOfAPart() throws {
        let data = Fixture.data(rows: 40)
        let stack = [
            method("warm-start", ["share": .real(0.5)]), method("data-diet", ["prune": .real(0.25)]),
        ]
        let fits = blueprint(stack, data).pipeline(Fixture.settings(epochs: 1, batchSize: 5)).compactMap {
            $0 as? Fit
        }.suffix(2)
        let cell = try trained(stack, data, batch: 5)
        let rows = fits.map { Set($0.rows!(cell)) }
        #expect(rows[1].count == 30)
        #expect(rows[0].isSubset(of: rows[1]) && rows[0].count <= 20 && rows[0].count >= 10)
    }
}
