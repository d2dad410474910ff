import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// w ← w − η g, with nothing else: what the optimisers' neutral settings are held against.
struct PlainGradientDescent: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "plain", family: "test", summary: "Gradient descent.",
        parameters: [.hyperparameter("learning_rate", in: .nonNegative, default: 0.1, "The step size.")],
        isOptimizer: true)
    init(arguments: Arguments) {}
    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        parameters - context.learningRate * gradient
    }
}

/// The contract of every method, tested on every method of the catalogue.
@Suite("Conformance of every method")
struct ConformanceTests {
    static let withNeutral = MethodCatalogue.declarations.filter { $0.neutralArguments != nil }.map(\.id)
    static let gated = withNeutral.filter { !MethodCatalogue.type(named: $0)!.declaration.isOptimizer }

    private func setting(_ id: String) throws -> ConformanceSetting {
        try #require(
            Conformance.setting(for: id),
            "\(id) fits none of the kit's settings, or changes nothing there: add arguments to `telling`")
    }

    @Test("exceptions are of methods that exist, and have a reason")
    func exceptions() {
        for (name, list) in [
            ("withoutNeutral", ConformanceExceptions.withoutNeutral),
            ("twins", ConformanceExceptions.twins),
            ("notADerivative", ConformanceExceptions.notADerivative),
            ("dependsOnClassOrder", ConformanceExceptions.dependsOnClassOrder),
            ("dependsOnInputOrder", ConformanceExceptions.dependsOnInputOrder),
            ("costNotCounted", ConformanceExceptions.costNotCounted),
            ("withoutCitation", ConformanceExceptions.withoutCitation),
            ("withoutFormula", ConformanceExceptions.withoutFormula),
        ] {
            for (id, reason) in list {
                #expect(MethodCatalogue.type(named: id) != nil, "\(name): \(id)")
                #expect(!reason.isEmpty, "\(name): \(id)")
            }
        }
        for id in ConformanceExceptions.telling.keys {
            #expect(MethodCatalogue.type(named: id) != nil, "telling: \(id)")
        }
    }

    @Test("every method that is no optimiser has a neutral setting, or a reason why not")
    func everyMethodHasOne() {
        for declaration in MethodCatalogue.declarations where !declaration.isOptimizer {
            let isExempt = ConformanceExceptions.withoutNeutral[declaration.id] != nil
            #expect((declaration.neutralArguments != nil) != isExempt, "\(declaration.id)")
        }
    }

    @Test("away from its neutral setting a method changes the result", arguments: Conformance.ids)
    func defaultIsNotBaseline(id: String) throws { _ = try setting(id) }

    @Test(
        "the same bits again, after another cell, and on every level; others with another seed",
        arguments: Conformance.ids)
    func deterministic(id: String) throws {
        let setting = try setting(id)
        let part = ConformancePart.telling(id)
        // 16 of 40 rows: a last batch of 8 as well, where the method takes so small a one.
        let batch = Conformance.refusal(setting, [part], batchSize: 16) == nil ? 16 : 20
        func run(seed: Int, _ level: InstructionSet = .best) throws -> ConformanceRun {
            try Conformance.run(setting, [part], batchSize: batch, seed: seed, level: level)
        }
        let first = try run(seed: 3)
        let other = try run(seed: 4)
        #expect(try run(seed: 3) == first, "\(id)")
        #expect(other.model != first.model, "\(id)")
        for level in InstructionSet.allCases where level.isAvailable && level != .best {
            #expect(try run(seed: 3, level) == first, "\(id) on \(level)")
        }
    }

    @Test("at its neutral setting a method gives the baseline's bits", arguments: withNeutral)
    func neutralIsBaseline(id: String) throws {
        let neutral = ConformancePart.neutral(id)!
        for setting in ConformanceSetting.all where !setting.others.contains(id) {
            guard Conformance.refusal(setting, [neutral]) == nil else { continue }
            var optimizer = Conformance.sgd()
            if neutral.declaration.isOptimizer {
                let twin = try #require(
                    ConformanceExceptions.twins[id],
                    "name the optimiser that \(id) equals at its neutral setting")
                optimizer = try self.twin(twin, of: neutral)
            }
            #expect(
                try Conformance.run(setting, [neutral])
                    == Conformance.run(setting, [], optimizer: optimizer), "\(id) in \(setting.name)")
        }
    }

    /// The optimiser `name` with those arguments of `part` that it has as well.
    private func twin(_ name: String, of part: ConformancePart) throws -> ConformancePart {
        let type: any Method.Type =
            name == "plain"
            ? PlainGradientDescent.self : try #require(MethodCatalogue.type(named: name))
        var given: [String: ParameterValue] = [:]
        for parameter in type.declaration.parameters {
            given[parameter.name] = part.use.arguments.values[parameter.name]
        }
        return ConformancePart(type, try Arguments(given, for: type.declaration.parameters))
    }

    @Test("a neutral method anywhere in a stack of others changes no bit", arguments: gated)
    func neutralInStack(id: String) throws {
        let (setting, neutral) = (try setting(id), ConformancePart.neutral(id)!)
        let others = Conformance.compatible(
            [
                ConformancePart("mixup", ["alpha": .schedule(.constant(0.4))]),
                ConformancePart("dropout", ["rate": .schedule(.constant(0.3))]),
                ConformancePart("sam"), ConformancePart("l2"), ConformancePart("decoupled-weight-decay"),
                ConformancePart("label-smoothing"),
            ], with: neutral, in: setting)
        #expect(!others.isEmpty, "\(id)")
        let expected = try Conformance.run(setting, others)
        for place in Set([0, others.count / 2, others.count]).sorted() {
            var stack = others
            stack.insert(neutral, at: place)
            #expect(try Conformance.run(setting, stack) == expected, "\(id) at place \(place)")
        }
    }

    @Test("a neutral method changes no bit of a cell that diverges", arguments: gated)
    func neutralWhenDiverging(id: String) throws {
        let neutral = ConformancePart.neutral(id)!
        // Regression where the method can: its loss overflows sooner.
        let regression = ConformanceSetting.diverging.first { Conformance.refusal($0, [neutral]) == nil }
        let setting = try regression ?? setting(id)
        var hasDiverged = false
        // Large enough to overflow after a few steps, small enough not to at once.
        for rate in [3.0, 300, 3e5, 1e12] {
            let optimizer = Conformance.sgd(rate: rate)
            let expected = try Conformance.run(setting, [], optimizer: optimizer, epochs: 6)
            hasDiverged = hasDiverged || expected.status != "completed"
            let actual = try Conformance.run(setting, [neutral], optimizer: optimizer, epochs: 6)
            #expect(actual == expected, "\(id) at rate \(rate)")
        }
        #expect(hasDiverged, "no rate makes \(setting.name) diverge")
    }

    @Test("a method switched on late gives the baseline's bits until then", arguments: gated)
    func lateStart(id: String) throws {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        // A pipeline has other stages from the start.
        if MethodCatalogue.type(named: id)! is any PipelineTransform.Type { return }
        let telling = ConformancePart.telling(id)
        var given = ConformanceExceptions.telling[id] ?? [:]
        var isScheduled = false
        for parameter in declaration.parameters {
            guard case .schedule(.constant(let off))? = parameter.neutralValue,
                case .schedule(let schedule)? = telling.use.arguments.values[parameter.name],
                let on = schedule.constantValue, on != off
            else { continue }
            given[parameter.name] = .schedule(
                .window(value: on, outside: off, begin: 2, end: nil, unit: .epoch))
            isScheduled = true
        }
        guard isScheduled else { return }
        let setting = try setting(id)
        let baseline = try Conformance.run(setting, [], epochs: 5)
        let late = try Conformance.run(setting, [ConformancePart(id, given)], epochs: 5)
        // A method that runs stages of its own has other numbers for the epochs.
        #expect(late.curves(upTo: 2) == baseline.curves(upTo: 2), "\(id)")
        #expect(late.model != baseline.model || late.outputs != baseline.outputs, "\(id)")
    }

    @Test("every schedulable parameter takes a schedule", arguments: Conformance.ids)
    func schedules(id: String) throws {
        let (setting, telling) = (try setting(id), ConformancePart.telling(id))
        for parameter in telling.declaration.parameters where parameter.isSchedulable {
            guard case .schedule(let schedule)? = telling.use.arguments.values[parameter.name],
                let from = schedule.constantValue, case .real(let interval) = parameter.domain
            else { continue }
            let nearby = [from * 0.5, from * 0.9, 0.5 * (from + 1), from + 0.5, 0.1]
            let to = try #require(
                nearby.first { $0 != from && interval.contains($0) && interval.contains(Double(Float($0))) },
                "\(id).\(parameter.name)")
            var given = ConformanceExceptions.telling[id] ?? [:]
            given[parameter.name] = .schedule(
                .linear(from: from, to: to, begin: 0, end: nil, unit: .step))
            let part = ConformancePart(id, given)
            let run = try Conformance.run(setting, [part])
            #expect(run.status == "completed", "\(id).\(parameter.name) from \(from) to \(to)")
        }
    }

    /// The first method of the catalogue for each seam.
    private static let representatives: [ConformancePart] = {
        let uses: [(any Method.Type) -> Bool] = [
            { $0 is any BatchTransform.Type }, { $0 is any ActivationTransform.Type },
            { $0 is any LossTransform.Type }, { $0 is any MeanLossTransform.Type },
            { $0 is any Penalty.Type }, { $0 is any ObjectiveTerm.Type },
            { $0 is any GradientTransform.Type }, { $0 is any OptimizerTransform.Type },
            { $0 is any UpdateTransform.Type }, { $0 is any AfterStep.Type },
            { $0 is any Reparameterization.Type }, { $0 is any ParameterAddition.Type },
            { $0 is any EvaluationParameters.Type }, { $0 is any OutputTransform.Type },
        ]
        var found: [String] = []
        for isUsed in uses {
            guard
                let type = MethodCatalogue.all.first(where: {
                    isUsed($0) && !$0.declaration.isOptimizer && !found.contains($0.declaration.id)
                        && Conformance.refusal(
                            ConformanceSetting.all[0], [ConformancePart.telling($0.declaration.id)]) == nil
                })
            else { continue }
            found.append(type.declaration.id)
        }
        return found.map(ConformancePart.telling)
    }()

    @Test("it works with a method of every other seam, or refuses with a reason", arguments: Conformance.ids)
    func stacking(id: String) throws {
        let (setting, part) = (try setting(id), ConformancePart.telling(id))
        let others = Conformance.compatible(Self.representatives, with: part, in: setting)
        #expect(!others.isEmpty, "\(id)")
        let slow: [String: ParameterValue] = ["learning_rate": .schedule(.constant(0.002))]
        let run = try Conformance.run(
            setting, others + [part], optimizer: ConformancePart("sgd", slow), epochs: 1)
        #expect(run.status == "completed", "\(id) with \(others.map(\.id))")
    }

    @Test("parameters written as bytes and read again give the same outputs", arguments: Conformance.ids)
    func roundTrip(id: String) throws {
        let setting = try setting(id)
        let cell = try Conformance.cell(setting, [ConformancePart.telling(id)], epochs: 1)
        let names =
            ["parameters"] + cell.blueprint.model.states.map(\.buffer) + Evaluator.states(cell).map(\.name)
        var again = CellState(cell.blueprint, setting.data, seed: cell.seed, Conformance.environment)
        again.table = cell.table
        again.stepOfFit = cell.stepOfFit
        for name in Set(names) {
            guard let buffer = cell.buffers[.state(name)] else { continue }
            let bytes = CellTrainer.canonicalBytes(buffer.values)
            let values = stride(from: 0, to: bytes.count, by: 4).map { start in
                Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
            }
            again.buffers[.state(name)] = FloatBuffer(values)
        }
        let expected = Evaluator(cell).outputs(of: setting.data.test, cell)
        let actual = Evaluator(again).outputs(of: setting.data.test, again)
        #expect(
            CellTrainer.canonicalBytes(actual) == CellTrainer.canonicalBytes(expected), "\(id)")
    }
}
