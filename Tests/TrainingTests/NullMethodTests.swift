import Datasets
import Methods
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// w ← w − η g, with nothing else: what the optimisers' neutral settings are held against.
private struct PlainGradientDescent: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "plain", family: "test", summary: "Gradient descent.",
        parameters: [.hyperparameter("learning_rate", in: .nonNegative, default: 0.1, "The step size.")],
        isOptimizer: true)
    init(arguments: Arguments) {}
    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        parameters - context.learningRate * gradient
    }
}

@Suite("Null-method identity")
struct NullMethodTests {
    static let withNeutral = MethodCatalogue.declarations.filter { $0.neutralArguments != nil }.map(\.id)

    private func method(_ id: String, _ given: [String: ParameterValue] = [:]) -> (
        any Method.Type, ComponentUse
    ) {
        let type = MethodCatalogue.type(named: id)!
        return (type, Fixture.use(type.declaration, given))
    }

    private func neutral(_ id: String) -> (any Method.Type, ComponentUse) {
        let type = MethodCatalogue.type(named: id)!
        return (
            type,
            ComponentUse(
                id: id, version: type.declaration.version, arguments: type.declaration.neutralArguments!)
        )
    }

    @Test("every method that is no optimiser has a neutral setting")
    func everyMethodHasOne() {
        for declaration in MethodCatalogue.declarations where !declaration.isOptimizer {
            #expect(declaration.neutralArguments != nil, "\(declaration.id)")
        }
    }

    @Test("at its neutral setting a method gives the baseline's bits", arguments: withNeutral, [false, true])
    func neutralIsBaseline(id: String, regression: Bool) throws {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        let data = Fixture.data(regression: regression)
        guard declaration.tasks.contains(data.task.kind) else { return }
        if declaration.isOptimizer {
            let twins: [String: (any Method.Type, ComponentUse)] = [
                "sgd": (PlainGradientDescent.self, Fixture.use(PlainGradientDescent.declaration)),
                "adamw": method("adam"),
            ]
            let twin = try #require(twins[id], "name the optimiser that \(id) equals at its neutral setting")
            let expected = Fixture.train(Fixture.blueprint(data, optimizer: twin), data)
            let actual = Fixture.train(Fixture.blueprint(data, optimizer: neutral(id)), data)
            #expect(actual.bits == expected.bits)
            return
        }
        let expected = Fixture.train(Fixture.blueprint(data), data)
        let actual = Fixture.train(Fixture.blueprint(data, methods: [neutral(id)]), data)
        #expect(actual.bits == expected.bits)
    }

    @Test("a neutral method anywhere in a stack of others changes no bit", arguments: withNeutral)
    func neutralInStack(id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        guard !declaration.isOptimizer else { return }
        let data = Fixture.data()
        let others = [
            method("mixup", ["alpha": .schedule(.constant(0.4))]),
            method("dropout", ["rate": .schedule(.constant(0.3))]),
            method("sam"), method("l2"), method("decoupled-weight-decay"), method("label-smoothing"),
        ].filter { $0.1.id != id }
        let expected = Fixture.train(Fixture.blueprint(data, methods: others), data)
        for place in [0, 2, others.count] {
            var stack = others
            stack.insert(neutral(id), at: place)
            #expect(
                Fixture.train(Fixture.blueprint(data, methods: stack), data).bits == expected.bits,
                "place \(place)")
        }
    }

    @Test("a neutral method changes no bit of a cell that diverges", arguments: withNeutral)
    func neutralWhenDiverging(id: String) {
        guard !MethodCatalogue.type(named: id)!.declaration.isOptimizer else { return }
        let data = Fixture.data(regression: MethodCatalogue.type(named: id)!.declaration.tasks.count == 2)
        // Large enough to overflow after a few steps, small enough not to at once.
        for rate in [0.5, 3, 30] {
            let optimizer = method(
                "sgd", ["learning_rate": .schedule(.constant(rate)), "momentum": .schedule(.constant(0.9))])
            let expected = Fixture.train(Fixture.blueprint(data, optimizer: optimizer), data, epochs: 6)
            let actual = Fixture.train(
                Fixture.blueprint(data, optimizer: optimizer, methods: [neutral(id)]), data, epochs: 6)
            #expect(actual.status == expected.status)
            #expect(actual.bits == expected.bits)
        }
    }

    @Test("a method away from its neutral setting does change the result", arguments: withNeutral)
    func defaultIsNotBaseline(id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        guard !declaration.isOptimizer, declaration.tasks.contains(.classification) else { return }
        let data = Fixture.data()
        let baseline = Fixture.train(Fixture.blueprint(data), data)
        let actual = Fixture.train(Fixture.blueprint(data, methods: [method(id)]), data)
        #expect(actual.parametersDigest != baseline.parametersDigest)
    }

    @Test("a method switched on late gives the baseline's bits until then", arguments: withNeutral)
    func lateStart(id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        guard !declaration.isOptimizer, declaration.tasks.contains(.classification) else { return }
        let data = Fixture.data()
        var given: [String: ParameterValue] = [:]
        for parameter in declaration.parameters {
            if let neutralValue = parameter.neutralValue, case .schedule(.constant(let off)) = neutralValue,
                case .schedule(.constant(let on))? = parameter.defaultValue
            {
                given[parameter.name] = .schedule(
                    .window(value: on, outside: off, begin: 2, end: nil, unit: .epoch))
            }
        }
        let baseline = Fixture.train(Fixture.blueprint(data), data, epochs: 3)
        let late = Fixture.train(Fixture.blueprint(data, methods: [method(id, given)]), data, epochs: 3)
        let early = { (curve: [CurvePoint]) in
            curve.filter { $0.epoch <= 2 }.map { "\($0.epoch) \($0.name) \($0.value.bitPattern)" }
        }
        #expect(early(late.curves) == early(baseline.curves))
        #expect(late.parametersDigest != baseline.parametersDigest)
    }
}
