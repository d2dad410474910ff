import Datasets
import Methods
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

@Suite("Evaluations")
struct EvaluationTests {
    private func use(_ id: String, _ given: [String: ParameterValue] = [:]) -> EvaluationUse {
        EvaluationUse(Fixture.use(EvaluationCatalogue.type(named: id)!.declaration, given))!
    }

    private func cell(
        _ data: PreparedData, model: String = "mlp", _ arguments: [String: ParameterValue] = [:],
        methods: [(any Method.Type, ComponentUse)] = [], epochs: Int = 4
    ) -> CellState {
        let blueprint = Fixture.blueprint(data, model: model, arguments, methods: methods)
        var cell = CellState(blueprint, data, seed: 3, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: epochs, batchSize: 16)).run(&cell)
        return cell
    }

    private func measure(
        _ id: String, _ cell: CellState, _ given: [String: ParameterValue] = [:]
    ) -> [String: Double] {
        Dictionary(
            uniqueKeysWithValues: EvaluationUse.measure([use(id, given)], cell).map { ($0.name, $0.value) })
    }

    private func clean(_ cell: CellState, _ metric: any Metric.Type) -> Double {
        metric.value(EvaluationSubject(cell).predictions())
    }

    /// The loss of a linear model of two classes when every input is moved by ε against the row: in closed form.
    @Test("fgsm of a linear model is its worst case, and pgd finds the same corner")
    func linear() {
        let data = Fixture.data(classes: 2)
        let cell = cell(data, model: "linear")
        let (inputs, radius) = (data.inputWidth, 0.3)
        let weights = cell.parameters.values.prefix(inputs * 2).map(Double.init)
        let biases = cell.parameters.values.suffix(2).map(Double.init)
        var (loss, right) = (0.0, 0)
        for row in 0..<data.test.rows {
            let (label, other) = (data.test.labels[row], 1 - data.test.labels[row])
            var margin = biases[label] - biases[other]
            for input in 0..<inputs {
                let weight = weights[input * 2 + label] - weights[input * 2 + other]
                margin += weight * Double(data.test.inputs[row * inputs + input]) - radius * abs(weight)
            }
            loss += DeterministicMath.log1p(DeterministicMath.exp(-margin)) / Double(data.test.rows)
            if margin > 0 { right += 1 }
        }
        let fgsm = measure("fgsm", cell, ["epsilon": .reals([radius])])
        #expect(abs(fgsm["fgsm/0.3/log_loss"]! - loss) < 1e-5)
        #expect(fgsm["fgsm/0.3/accuracy"] == Double(right) / Double(data.test.rows))
        let pgd = measure("pgd", cell, ["epsilon": .reals([radius]), "restarts": .integer(2)])
        #expect(pgd["pgd/0.3/log_loss"] == fgsm["fgsm/0.3/log_loss"])
        #expect(pgd["pgd/0.3/accuracy"] == fgsm["fgsm/0.3/accuracy"])
    }

    @Test("gradients by the inputs are central differences of the loss", arguments: [false, true])
    func gradients(regression: Bool) {
        let data = Fixture.data(regression: regression)
        let subject = EvaluationSubject(cell(data, ["activation": .text("tanh")]))
        let found = subject.gradients(data.test.inputs)
        let step: Float = 1.0 / 64
        for index in data.test.inputs.indices {
            let row = index / data.inputWidth
            let sides = [step, -step].map { shift in
                var inputs = data.test.inputs
                inputs[index] += shift
                return subject.losses(subject.predictions(inputs))[row]
            }
            let difference = (sides[0] - sides[1]) / Double(2 * step)
            #expect(abs(difference - Double(found[index])) < 2e-3 * (1 + abs(difference)))
        }
    }

    @Test(
        "nothing moved is the clean score, to the bit", arguments: [false, true],
        [[], ["monte-carlo-dropout", "dropout"], ["temperature-scaling"], ["ema"]])
    func neutral(regression: Bool, methods: [String]) throws {
        if regression, methods == ["temperature-scaling"] { return }
        let data = Fixture.data(regression: regression)
        let stack = try methods.map { id in
            let type = try #require(MethodCatalogue.type(named: id), "\(id)")
            let given = id == "dropout" ? ["rate": constant(0.1)] : [:]
            return (type as any Method.Type, Fixture.use(type.declaration, given))
        }
        let cell = cell(data, methods: stack)
        let metrics: [any Metric.Type] =
            regression ? [RootMeanSquaredError.self] : [Accuracy.self, LogLoss.self]
        for (id, parameter) in [
            ("gaussian-noise", "deviations"), ("feature-dropout", "shares"), ("fgsm", "epsilon"),
            ("pgd", "epsilon"),
        ] {
            let found = measure(id, cell, [parameter: .reals([0, 0.5, 0])])
            #expect(found.count == 2 * metrics.count)
            for metric in metrics {
                let name = metric.declaration.id
                #expect(found["\(id)/0/\(name)"] == clean(cell, metric), "\(id) \(name)")
                #expect(found["\(id)/0.5/\(name)"]!.isFinite)
            }
        }
    }

    @Test("pgd does at least the damage of fgsm, and more restarts do not less")
    func strength() {
        let cell = cell(Fixture.data(), epochs: 20)
        let fgsm = measure("fgsm", cell)
        let once = measure("pgd", cell, ["steps": .integer(25), "step_size": .real(0.1)])
        let often = measure(
            "pgd", cell, ["steps": .integer(25), "step_size": .real(0.1), "restarts": .integer(4)])
        for radius in ["0.05", "0.1", "0.25", "0.5"] {
            let losses =
                [fgsm["fgsm/\(radius)/log_loss"]!] + [once, often].map { $0["pgd/\(radius)/log_loss"]! }
            // A start may lead to a lower peak than the row itself does; of several the best is no lower.
            #expect(losses[2] >= losses[1] && losses[2] >= losses[0] * 0.999, "\(radius): \(losses)")
            #expect(losses.min()! > clean(cell, LogLoss.self))
        }
    }

    @Test("attacks and noise move numbers alone; dropout takes whole columns")
    func columns() {
        var data = Fixture.data(inputs: 5)
        // A number with a mark of missing, three levels, a number.
        data = PreparedData(
            task: data.task, featureNames: ["a", "a=missing", "b=x", "b=y", "c"],
            layout: InputLayout([
                .init("a", .numeric, width: 2), .init("b", .categorical, width: 2),
                .init("c", .numeric, width: 1),
            ]), outputWidth: 3, train: data.train, validation: data.validation, test: data.test)
        let cell = cell(data)
        let subject = EvaluationSubject(cell)
        #expect(subject.isNumeric == [true, false, false, false, true])
        let attack = SignedAscent(subject)
        let slopes = [Float](repeating: 1, count: data.test.inputs.count)
        let moved = attack.step(from: data.test.inputs, along: slopes, by: 0.5, within: 0.25)
        for index in moved.indices {
            let change: Float = [0, 4].contains(index % 5) ? 0.25 : 0
            #expect(moved[index] == data.test.inputs[index] + change)
        }
        // All columns at their means: one prediction for all rows.
        let means = InputMoments(data.train, width: 5).means
        let constant = subject.predictions(
            (0..<data.test.rows).flatMap { _ in means.map { Float($0) } })
        let dropped = measure("feature-dropout", cell, ["shares": .reals([1]), "repeats": .integer(1)])
        #expect(dropped["feature-dropout/1/log_loss"] == LogLoss.value(constant))
    }

    @Test("an embedding looked up by index is evaluated, and has no gradient")
    func index() throws {
        let plain = Fixture.data(inputs: 2, classes: 2)
        func part(_ partition: Partition) -> Partition {
            var part = partition
            for row in 0..<part.rows { part.inputs[2 * row] = Float(1 + row % 3) }
            return part
        }
        let data = PreparedData(
            task: plain.task, featureNames: ["level", "x"],
            layout: InputLayout([
                .init("level", .index(levels: 3), width: 1), .init("x", .numeric, width: 1),
            ]), outputWidth: 2, train: part(plain.train), validation: part(plain.validation),
            test: part(plain.test))
        let cell = cell(data, model: "embedding-mlp")
        for declaration in EvaluationCatalogue.declarations {
            let found = measure(declaration.id, cell)
            #expect(!found.isEmpty && found.values.allSatisfy(\.isFinite), "\(declaration.id)")
        }
    }

    @Test("foreign inputs far from the data are told apart by a model that knows; ranges hold")
    func outOfDistribution() {
        let cell = cell(Fixture.data(), epochs: 20)
        let found = measure("out-of-distribution", cell)
        #expect(found.count == 12 && found.values.allSatisfy { (0...1).contains($0) })
        let one = measure("out-of-distribution", cell, ["inputs": .text("uniform")])
        #expect(one.count == 4)
        for (name, value) in one { #expect(found[name] == value) }
        let ranking = ScoreRanking(events: (1...20).map(Double.init), others: [0, 1, 1.5, 2, 3])
        // 19 of 20 reach 2: two of five foreign ones do.
        #expect(ranking.falsePositiveRate(atRecall: 0.95) == 0.4)
    }

    @Test("reliability and risk–coverage agree with the metrics they draw")
    func curves() {
        let cell = cell(Fixture.data(rows: 60))
        let bins = measure("reliability", cell, ["bins": .integer(15)])
        var (error, share) = (0.0, 0.0)
        for bin in 1...15 {
            let name = "reliability/bin_\(bin < 10 ? "0" : "")\(bin)"
            let weight = bins["\(name)/share"]!
            share += weight
            guard weight > 0 else {
                #expect(bins["\(name)/accuracy"] == nil)
                continue
            }
            error += weight * abs(bins["\(name)/accuracy"]! - bins["\(name)/confidence"]!)
        }
        #expect(abs(share - 1) < 1e-12 && abs(error - clean(cell, ExpectedCalibrationError.self)) < 1e-12)
        // As many points as rows.
        let points = measure("risk-coverage", cell, ["points": .integer(15)])
        let risks = (1...15).map { points["risk-coverage/point_\($0 < 10 ? "0" : "")\($0)/risk"]! }
        #expect(abs(risks.reduce(0, +) / 15 - clean(cell, AreaUnderRiskCoverage.self)) < 1e-12)
        #expect(points["risk-coverage/point_15/coverage"] == 1)
        #expect(abs(risks[14] - (1 - clean(cell, Accuracy.self))) < 1e-15)
    }

    @Test(
        "evaluations change no bit of what is trained, and find the same every time",
        arguments: [[], ["dropout"], ["sam", "mixup"]], [false, true])
    func unchanged(methods: [String], regression: Bool) {
        let data = Fixture.data(regression: regression)
        let stack = methods.map { id in
            let type = MethodCatalogue.type(named: id)!
            return (type as any Method.Type, Fixture.use(type.declaration))
        }
        let plain = Fixture.blueprint(
            data, model: "residual-mlp", ["width": .integer(8), "norm": .text("batch")], methods: stack)
        let evaluated = CellBlueprint(
            model: plain.model, modelUse: plain.modelUse, optimizer: plain.optimizer, methods: plain.methods,
            task: plain.task, evaluations: EvaluationCatalogue.declarations.map { use($0.id) })
        let expected = Fixture.train(plain, data)
        let actual = Fixture.train(evaluated, data)
        var rest = actual
        rest.metrics.removeAll { $0.name.contains("/") }
        #expect(rest.bits == expected.bits)
        #expect(actual.bits == Fixture.train(evaluated, data).bits)
        for declaration in EvaluationCatalogue.declarations {
            let mine = actual.metrics.filter { $0.name.hasPrefix("\(declaration.id)/") }
            #expect(mine.isEmpty == (regression && declaration.tasks == [.classification]))
            #expect(mine.allSatisfy { $0.part == .test && $0.value.isFinite }, "\(declaration.id)")
        }
    }

    @Test("without test rows there is nothing to evaluate")
    func noTest() {
        var data = Fixture.data()
        data.test = Partition(rows: 0, inputs: [], targets: [], labels: [], values: [])
        #expect(measure("fgsm", cell(data)).isEmpty)
    }

    @Test("every evaluation is documented and says what its values are called")
    func declared() {
        for declaration in EvaluationCatalogue.declarations {
            #expect(declaration.family == "evaluations" && !declaration.purpose.isEmpty)
            #expect(declaration.formula != nil && !declaration.citations.isEmpty)
            #expect(declaration.remarks[0].contains("`\(declaration.id)/"), "\(declaration.id)")
            #expect(!ProbeCatalogue.declarations.contains { $0.id == declaration.id })
        }
    }
}
