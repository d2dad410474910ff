import Datasets
import Methods
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Multiplies outputs in evaluation by a hyperparameter.
private struct Stretched: OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "stretched", family: "test", summary: "A test.",
        parameters: [.hyperparameter("factor", in: .positive, default: 3, neutral: 1, "How much.")])
    init(arguments: Arguments) {}
    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor { context.hyperparameter("factor") * inner(inputs) }
}

/// What methods keep between steps where steps, rows or fits are not the usual ones.
@Suite("Seams: states and time")
struct SeamStateTests {

    @Test("an untrained model is evaluated with the hyperparameters of a first step")
    func beforeAnyFit() {
        let data = Fixture.data()
        func outputs(_ methods: [(any Method.Type, ComponentUse)]) -> [Float] {
            let cell = CellState(
                Fixture.blueprint(data, methods: methods), data, seed: 3, ExecutionEnvironment())
            return Evaluator(cell).outputs(of: data.test, cell)
        }
        let stretched = outputs([(Stretched.self, Fixture.use(Stretched.declaration))])
        #expect(stretched == outputs([]).map { 3 * $0 })
    }

    @Test("numbers for every training row and an online stream do not go together")
    func rowStatesOnline() throws {
        var data = Fixture.data()
        data.freshTraining = { Fixture.data(seed: 100 + $0).train }
        let saf = Fixture.blueprint(data, methods: [method("saf", ["lag": .integer(1)])])
        let failed = Fixture.train(saf, data, epochs: 2)
        #expect(failed.status.kind == .failed)
        #expect(failed.status.cause?.contains("saf/outputs") == true)
        #expect(Fixture.train(saf, data, epochs: 1).status == .completed)
        #expect(Fixture.train(Fixture.blueprint(data), data, epochs: 2).status == .completed)
    }

    @Test("validation rows go on where the batch before left off, after a smaller one too")
    func validationRows() {
        let data = Fixture.data()
        var cell = CellState(Fixture.blueprint(data), data, seed: 3, ExecutionEnvironment())
        let name = BufferName.table("validation indices")
        let bindings = DataBindings(3, [name])
        var seen: [Float] = []
        for size in [5, 5, 2, 5, 5, 2] {
            bindings.bindValidationRows(data, first: seen.count, rows: size, &cell)
            seen += cell.buffers[name]!.values
        }
        // The part has 12 rows.
        #expect(seen.prefix(12).sorted() == (0..<12).map { Float($0) })
        #expect(seen.suffix(12).sorted() == (0..<12).map { Float($0) })
        #expect(seen.prefix(12) != seen.suffix(12))
    }

    @Test("statistics of an average are estimated after each fit, before what looks at the model")
    func orderOfStages() {
        let data = Fixture.data()
        let settings = Fixture.settings(epochs: 1, batchSize: 20)
        func stages(_ ids: [String]) -> [String] {
            Fixture.blueprint(data, methods: ids.map { method($0) }).pipeline(settings)
                .map { "\(type(of: $0))" }
        }
        let expected = ["Fit", "RecomputeStatistics", "TemperatureFit"]
        #expect(stages(["ema", "temperature-scaling"]) == expected)
        #expect(stages(["temperature-scaling", "ema"]) == expected)
        #expect(
            stages(["self-distillation", "ema"]) == [
                "RecordOutputs", "Fit", "RecomputeStatistics", "RecordOutputs", "StartAgain", "Fit",
                "RecomputeStatistics",
            ])
    }

    /// Optimisers that look at the objective or the batch beside the gradient, or that accumulation is refused for.
    private static let looksElsewhere: Set<String> = [
        "mars", "sophia-g", "sophia-h", "adahessian", "shampoo",
    ]

    static let optimisers = MethodCatalogue.all.map { $0.declaration }.filter(\.isOptimizer).map(\.id).filter
    {
        !looksElsewhere.contains($0)
    }

    @Test("two accumulated batches are one of twice the rows, for every optimiser", arguments: optimisers)
    func accumulation(id: String) {
        let data = Fixture.data(rows: 80)
        func trained(_ batchSize: Int, _ methods: [(any Method.Type, ComponentUse)]) -> [Float]? {
            let blueprint = Fixture.blueprint(
                data, ["activation": .text("tanh")], optimizer: method(id), methods: methods)
            let settings = Fixture.settings(epochs: 1, batchSize: batchSize)
            if blueprint.refusal(settings, inputs: data.layout, targetWidth: 3) != nil { return nil }
            var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
            try! Fit(settings).run(&cell)
            #expect(cell.failure == nil)
            return cell.parameters.values
        }
        guard let twice = trained(8, [method("gradient-accumulation", ["every": .integer(2)])]),
            let once = trained(16, [])
        else { return }
        let worst = zip(twice, once).map { abs($0 - $1) / (1 + abs($1)) }.max()!
        #expect(worst < 2e-3, "\(id): \(worst)")
    }

    @Test("accumulation refuses an optimiser whose special batches it could miss")
    func periods() {
        let data = Fixture.data()
        let settings = Fixture.settings(epochs: 1, batchSize: 16)
        func isRefused(_ stack: String, _ given: [String: ParameterValue], period: Int) -> Bool {
            Fixture.blueprint(
                data, optimizer: method("sophia-g", ["period": .integer(period)]),
                methods: [method(stack, given)]
            ).refusal(settings, inputs: data.layout, targetWidth: 3) != nil
        }
        #expect(isRefused("gradient-accumulation", ["every": .integer(2)], period: 4))
        #expect(!isRefused("gradient-accumulation", ["every": .integer(1)], period: 4))
        #expect(!isRefused("gradient-accumulation", ["every": .integer(2)], period: 1))
        #expect(isRefused("entropy-sgd", [:], period: 4))
    }
}
