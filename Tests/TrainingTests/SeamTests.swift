import Datasets
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// A method for tests: one hyperparameter `strength` that is neutral at 0.
private protocol Probe: Method {}
extension Probe {
    static func declared(_ id: String, default value: Double = 1) -> ComponentDeclaration {
        ComponentDeclaration(
            id: id, family: "test", summary: "A test.",
            parameters: [
                .hyperparameter("strength", in: .nonNegative, default: value, neutral: 0, "How much.")
            ])
    }
}

/// Multiplies the loss terms of what stands inside.
private struct Doubled: LossTransform, Probe {
    static let declaration = declared("doubled")
    init(arguments: Arguments) {}
    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        2 * inner(pass)
    }
}

/// The loss of logits divided by 3, per row.
private struct Cooled: LossTransform, Probe {
    static let declaration = declared("cooled")
    init(arguments: Arguments) {}
    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        var pass = pass
        pass.outputs = pass.outputs / 3
        return inner(pass).sumOverLastAxis()
    }
}

/// What becomes NaN wherever it is not kept out.
private struct Poison: LossTransform, ObjectiveTerm, Penalty, BatchTransform, ActivationTransform,
    Reparameterization, GradientTransform, UpdateTransform, AfterStep, MeanLossTransform,
    EvaluationParameters,
    OutputTransform, Probe
{
    static let declaration = declared("poison", default: 0)
    init(arguments: Arguments) {}
    private func poisoned(_ value: Tensor) -> Tensor { (value - value) / (value - value).absolute() + value }
    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        poisoned(inner(pass))
    }
    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        poisoned(pass.again(named: "more").outputs).sum() + poisoned(pass.activations[1].value).sum()
    }
    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor { poisoned(parameters).sum() }
    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        Batch(inputs: poisoned(batch.inputs), targets: poisoned(batch.targets), weights: batch.weights)
    }
    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        poisoned(activation)
    }
    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor { poisoned(value) + poisoned(stored[parameter.name]) }
    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        poisoned(objective.gradient(at: parameters))
    }
    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    { poisoned(updated) }
    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        poisoned(parameters)
    }
    func transform(_ loss: Tensor, _ context: MethodContext) -> Tensor { poisoned(loss) }
    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        poisoned(parameters)
    }
    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor { poisoned(inner(inputs)) }
}

/// Adds a number per row that it counts up, and records what the clock says.
private struct Counting: ObjectiveTerm, AfterStep {
    static let declaration = ComponentDeclaration(id: "counting", family: "test", summary: "A test.")
    init(arguments: Arguments) {}
    var period: Int { 3 }
    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let seen = context.rowState("seen", width: 2, initial: 5)
        context.assignRows(seen + 1, to: "seen")
        return context.graph.scalar(0)
    }
    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        for clock in Clock.allCases { context.record(context.clock(clock), as: clock.rawValue) }
        context.record(context.graph.scalar(context.isActiveStep ? 1 : 0), as: "active")
        let count = context.state("special steps", count: 1)
        context.assign(context.isActiveStep ? count + 1 : count, to: "special steps")
        let anchor = context.state("anchor", [context.layout.count], start: .parameters)
        context.record((anchor - context.initialParameters).absolute().sum(), as: "drift of the anchor")
        context.record((parameters - anchor).absolute().sum(), as: "distance")
        return parameters
    }
}

/// Adds a trained scalar that multiplies the outputs of the last layer's weight, started at 2.
private struct Scaled: Reparameterization, ParameterAddition {
    static let declaration = ComponentDeclaration(id: "scaled", family: "test", summary: "A test.")
    init(arguments: Arguments) {}
    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] {
        [ParameterSpecification("scaled/gain", [1], .auxiliary, .constant(1))]
    }
    func initialize(_ values: inout InitialParameters) { values["scaled/gain"] = [2] }
    func acts(on parameter: ParameterSpecification) -> Bool { parameter.name == "output.weight" }
    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor { stored["scaled/gain"] * value }
}

/// The mean of all parameters since the start, evaluated instead of the last ones.
private struct Averaged: AfterStep, EvaluationParameters, Probe {
    static let declaration = declared("averaged")
    init(arguments: Arguments) {}
    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        let count = context.clock(.step) + 1
        let mean = context.state("mean", count: context.layout.count)
        context.assign(mean + (parameters - mean) / count, to: "mean")
        return parameters
    }
    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.state("mean", count: context.layout.count)
    }
}

/// Two fits in place of one, the second with a scalar and half of the rows.
private struct Twice: PipelineTransform, AfterStep {
    static let declaration = ComponentDeclaration(id: "twice", family: "test", summary: "A test.")
    init(arguments: Arguments) {}
    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        var second = Fit(settings).settingScalar("part", of: "twice", to: 7)
        second.rows = { cell in Array(0..<cell.data.train.rows / 2) }
        return stages + [second]
    }
    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        context.record(context.scalar("part", absent: -1), as: "part")
        let kept = context.state("kept", count: 1, lifetime: .cell)
        context.assign(kept + 1, to: "kept")
        context.record(kept, as: "kept")
        let fresh = context.state("fresh", count: 1)
        context.assign(fresh + 1, to: "fresh")
        context.record(fresh, as: "fresh")
        return parameters
    }
}

@Suite("Seams")
struct SeamTests {
    let data = Fixture.data()

    private func entry<M: Method>(_ type: M.Type, _ given: [String: ParameterValue] = [:]) -> (
        any Method.Type, ComponentUse
    ) {
        (type, Fixture.use(type.declaration, given))
    }

    private func run(_ methods: [(any Method.Type, ComponentUse)], epochs: Int = 2) throws -> CellState {
        let blueprint = Fixture.blueprint(data, ["hidden": .integers([6])], methods: methods)
        var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
        for stage in blueprint.pipeline(Fixture.settings(epochs: epochs, batchSize: 16)) {
            try stage.run(&cell)
        }
        return cell
    }

    private func curve(_ cell: CellState, _ name: String) -> [Double] {
        cell.curves.filter { $0.name == name && $0.part == .train }.map(\.value)
    }

    @Test("the gate keeps what a method computes at its neutral value out of every bit, NaN too")
    func gate() throws {
        let poison = entry(Poison.self)
        let plain = Fixture.train(Fixture.blueprint(data), data)
        #expect(Fixture.train(Fixture.blueprint(data, methods: [poison]), data).bits == plain.bits)
        let on = entry(Poison.self, ["strength": .schedule(.constant(1))])
        #expect(Fixture.train(Fixture.blueprint(data, methods: [on]), data).status.kind == .diverged)
    }

    @Test("loss transforms nest, the first of the stack outermost, rows × classes or rows × 1")
    func lossTransforms() throws {
        let plain = try run([], epochs: 1)
        let doubled = try run([entry(Doubled.self)], epochs: 1)
        let first = { (cell: CellState) in curve(cell, "loss")[0] }
        // Only the first step of the first epoch has the same parameters; compare one-step epochs.
        let step: ([(any Method.Type, ComponentUse)]) throws -> Double = { methods in
            let blueprint = Fixture.blueprint(self.data, ["hidden": .integers([6])], methods: methods)
            var cell = CellState(blueprint, self.data, seed: 3, ExecutionEnvironment())
            try Fit(Fixture.settings(epochs: 1, batchSize: 45)).run(&cell)
            return cell.curves.first { $0.name == "loss" }!.value
        }
        #expect(try step([entry(Doubled.self)]) == 2 * step([]))
        #expect(first(plain) != first(doubled))
        let both = try step([entry(Doubled.self), entry(Cooled.self)])
        #expect(try abs(both - 2 * step([entry(Cooled.self)])) < 1e-6)
        // The same from the untrained model's outputs.
        let start = CellState(
            Fixture.blueprint(data, ["hidden": .integers([6])]), data, seed: 3, ExecutionEnvironment())
        let logits = Evaluator(start).outputs(of: data.train, start).map { Double($0) / 3 }
        let losses = (0..<45).map { row in
            let z = Array(logits[3 * row..<3 * row + 3])
            return DeterministicMath.log(z.map(DeterministicMath.exp).reduce(0, +))
                - z[data.train.labels[row]]
        }
        #expect(try abs(step([entry(Cooled.self)]) - losses.reduce(0, +) / 45) < 1e-6)
    }

    @Test("row states count what each row saw; clocks, special steps and snapshots are right")
    func statesAndClocks() throws {
        let cell = try run([entry(Counting.self)])
        // 45 rows in two batches of 16 and one of 13: every row once per epoch.
        #expect(cell.buffers[.state("counting/seen")]!.values.allSatisfy { $0 == 7 })
        // Steps 0, 3 of 0…5.
        #expect(cell.buffers[.state("counting/special steps")]![0] == 2)
        #expect(curve(cell, "counting/step") == [2, 5])
        #expect(curve(cell, "counting/epoch") == [0, 1])
        #expect(curve(cell, "counting/epochs") == [2, 2])
        #expect(curve(cell, "counting/stepsPerEpoch") == [3, 3])
        #expect(curve(cell, "counting/isFirstStep") == [0, 0])
        #expect(curve(cell, "counting/isFirstStepOfEpoch") == [0, 0])
        #expect(curve(cell, "counting/isLastStepOfEpoch") == [1, 1])
        #expect(curve(cell, "counting/isLastStep") == [0, 1])
        #expect(abs(curve(cell, "counting/progress")[1] - 5.0 / 6) < 1e-6)
        #expect(curve(cell, "counting/active") == [0, 0])
        #expect(curve(cell, "counting/drift of the anchor") == [0, 0])
        #expect(curve(cell, "counting/distance")[1] > curve(cell, "counting/distance")[0])
        let plain = try run([])
        #expect(plain.parameters.values == cell.parameters.values)
    }

    @Test("an added parameter is trained, evaluated and part of the digest")
    func addedParameter() throws {
        let cell = try run([entry(Scaled.self)])
        let layout = cell.blueprint.layout
        #expect(layout.specifications.last!.name == "scaled/gain")
        #expect(cell.parameters.values.last! != 2)
        #expect(cell.blueprint.initialParameters(seed: 3).last == 2)
        // The model at effective weights, without the method, has the same outputs.
        let model = Fixture.blueprint(data, ["hidden": .integers([6])])
        var twin = CellState(model, data, seed: 3, ExecutionEnvironment())
        var values = Array(cell.parameters.values.dropLast())
        let place = layout.offsets[layout.index(of: "output.weight")!]
        for index in place..<place + 18 { values[index] *= cell.parameters.values.last! }
        twin.buffers[.state("parameters")] = FloatBuffer(values)
        #expect(Evaluator(cell).outputs(of: data.test, cell) == Evaluator(twin).outputs(of: data.test, twin))
    }

    @Test("averaged parameters are evaluated and hashed, and training goes on without them")
    func averages() throws {
        let plain = try run([])
        let cell = try run([entry(Averaged.self)])
        #expect(plain.parameters.values == cell.parameters.values)
        let (a, b) = (
            Evaluator(plain).outputs(of: data.test, plain), Evaluator(cell).outputs(of: data.test, cell)
        )
        #expect(a != b)
        let digests = [[], [entry(Averaged.self)]].map {
            Fixture.train(Fixture.blueprint(data, methods: $0), data).parametersDigest
        }
        #expect(digests[0] != digests[1])
    }

    @Test("stages carry states, scalars and rows")
    func pipeline() throws {
        let cell = try run([entry(Twice.self)])
        #expect(curve(cell, "twice/part") == [-1, -1, 7, 7])
        // Three steps per epoch, then two (22 rows).
        #expect(curve(cell, "twice/kept") == [2, 5, 7, 9])
        #expect(curve(cell, "twice/fresh") == [2, 5, 1, 3])
        #expect(cell.curves.filter { $0.name == "loss" }.map(\.epoch) == [1, 2, 3, 4])
    }
}
