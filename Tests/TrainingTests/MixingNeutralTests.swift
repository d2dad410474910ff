import Datasets
import Primitives
import Records
import Testing

@testable import Methods
@testable import Training

/// Methods of the families "mixing" and "pipelines" at and away from their neutral settings, on data that suit each.
@Suite("Mixing and pipelines, on and off")
struct MixingNeutralTests {
    static let methods = MethodCatalogue.declarations.filter { ["mixing", "pipelines"].contains($0.family) }
        .map(\.id)

    /// Images of three lines of four places, classes or values.
    private func data(_ declaration: ComponentDeclaration) -> PreparedData {
        var data = Fixture.data(inputs: 12, regression: !declaration.tasks.contains(.classification))
        data.layout = InputLayout(numeric: 12, shape: [3, 4])
        return data
    }

    private func neutral(_ declaration: ComponentDeclaration) throws -> (any Method.Type, ComponentUse) {
        let arguments = try #require(declaration.neutralArguments)
        return (
            MethodCatalogue.type(named: declaration.id)!,
            ComponentUse(id: declaration.id, version: declaration.version, arguments: arguments)
        )
    }

    /// What must be the same bits; the digest is of all parameters, also of those that a method adds.
    private func bits(_ outcome: Outcome, _ declaration: ComponentDeclaration) -> [String] {
        declaration.id == "adamixup" ? Array(outcome.bits.dropFirst()) : outcome.bits
    }

    @Test("off is the baseline, alone, in a stack and where training diverges", arguments: methods)
    func off(id: String) throws {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        let data = data(declaration)
        let off = try neutral(declaration)
        let others = [
            method("mixup", ["alpha": .schedule(.constant(0.4))]),
            method("dropout", ["rate": .schedule(.constant(0.3))]), method("sam"), method("l2"),
        ].filter { $0.1.id != declaration.id }
        for (before, after) in [([], []), ([], others), (others, [])] {
            let expected = Fixture.train(Fixture.blueprint(data, methods: before + after), data)
            let actual = Fixture.train(Fixture.blueprint(data, methods: before + [off] + after), data)
            #expect(bits(actual, declaration) == bits(expected, declaration))
        }
        let wild = method(
            "sgd", ["learning_rate": .schedule(.constant(30)), "momentum": .schedule(.constant(0.9))])
        let expected = Fixture.train(Fixture.blueprint(data, optimizer: wild), data, epochs: 6)
        let actual = Fixture.train(Fixture.blueprint(data, optimizer: wild, methods: [off]), data, epochs: 6)
        #expect(actual.status == expected.status)
        #expect(bits(actual, declaration) == bits(expected, declaration))
    }

    @Test("on is not the baseline, and works with batch norm and dropout", arguments: methods)
    func on(id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        let data = data(declaration)
        let baseline = Fixture.train(Fixture.blueprint(data), data)
        let alone = Fixture.train(Fixture.blueprint(data, methods: [method(declaration.id)]), data)
        #expect(alone.status == .completed)
        #expect(alone.metrics.map(\.value) != baseline.metrics.map(\.value))
        // Its networks fit an mlp alone.
        if id == "adamixup" { return }
        let stack = [method("dropout"), method(declaration.id), method("l2")]
        let other = Fixture.train(
            Fixture.blueprint(
                data, model: "residual-mlp", ["width": .integer(6), "blocks": .integer(1)], methods: stack),
            data)
        #expect(other.status == .completed)
    }

    @Test("switched on late, a method gives the baseline's bits until then", arguments: methods)
    func late(id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        let data = data(declaration)
        var given: [String: ParameterValue] = [:]
        for parameter in declaration.parameters {
            if case .schedule(.constant(let off))? = parameter.neutralValue,
                case .schedule(.constant(let on))? = parameter.defaultValue
            {
                given[parameter.name] = .schedule(
                    .window(value: on, outside: off, begin: 2, end: nil, unit: .epoch))
            }
        }
        guard !given.isEmpty else { return }
        let baseline = Fixture.train(Fixture.blueprint(data), data, epochs: 6)
        let late = Fixture.train(
            Fixture.blueprint(data, methods: [method(declaration.id, given)]), data, epochs: 6)
        let early = { (curve: [CurvePoint]) in
            curve.filter { $0.epoch <= 2 && !$0.name.contains("/") }
                .map { "\($0.epoch) \($0.name) \($0.value.bitPattern)" }
        }
        #expect(early(late.curves) == early(baseline.curves))
        #expect(late.metrics.map(\.value) != baseline.metrics.map(\.value))
    }
}
