import Datasets
import Models
import Numerics
import Primitives
import TensorCore
import Testing

@testable import Training

/// The whole loss of each model as a function of its parameters, in Float64.
@Suite("Derivatives of whole models")
struct ModelGradientTests {
    private func check(
        _ model: String, _ arguments: [String: ParameterValue], regression: Bool,
        on given: PreparedData? = nil
    ) {
        let data = given ?? Fixture.data(rows: 6, regression: regression)
        let blueprint = Fixture.blueprint(data, model: model, arguments)
        let layout = ParameterLayout(blueprint.model.parameters)
        let graph = Graph()
        let parameters = graph.data("parameters", [layout.count])
        let outputs = blueprint.model.forward(
            graph.data("inputs", [6, data.inputWidth]),
            ForwardContext(blueprint.model, .training, ParameterView(parameters, layout)))
        let loss = Loss.mean(outputs, graph.data("targets", [6, data.outputWidth]), data.task.kind)
        let gradient = TensorCore.gradient(of: loss, withRespectTo: [parameters])[0]
        var stream = RandomStream(seed: 8, name: "direction")
        let direction = (0..<layout.count).map { _ in Float(stream.normal()) }
        let projected = (gradient * graph.constant(direction, [layout.count])).sum()
        let curvature = TensorCore.gradient(of: projected, withRespectTo: [parameters])[0]

        let start = (0..<layout.count).map { _ in 0.4 * stream.normal() }
        func evaluate(_ tensor: Tensor, _ point: [Double]) -> [Double] {
            ReferenceExecutor.evaluate(
                [tensor],
                ReferenceContext(buffers: [
                    .data("parameters"): point, .data("inputs"): data.train.inputs.map(Double.init),
                    .data("targets"): data.train.targets.map(Double.init),
                ]))[0]
        }
        for (scalar, derivative) in [(loss, gradient), (projected, curvature)] {
            let actual = evaluate(derivative, start)
            let scale = actual.map(abs).max()!
            for element in stride(from: 0, to: layout.count, by: max(1, layout.count / 25)) {
                func shifted(_ delta: Double) -> Double {
                    var point = start
                    point[element] += delta
                    return evaluate(scalar, point)[0]
                }
                let h = 1e-4
                let expected =
                    (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h)
                #expect(abs(actual[element] - expected) <= 1e-6 * max(abs(expected), scale))
            }
        }
    }

    @Test(
        "first and second derivatives of an MLP's loss agree with central differences",
        arguments: ["tanh", "gelu", "relu", "selu"], [false, true])
    func mlp(activation: String, regression: Bool) {
        check("mlp", ["hidden": .integers([7, 5]), "activation": .text(activation)], regression: regression)
    }

    @Test("and so do those of the linear model", arguments: [false, true])
    func linear(regression: Bool) { check("linear", [:], regression: regression) }

    @Test("and so do those of a residual MLP", arguments: ["none", "batch", "layer"], [false, true])
    func residual(norm: String, regression: Bool) {
        check(
            "residual-mlp",
            ["width": .integer(4), "blocks": .integer(2), "norm": .text(norm), "activation": .text("tanh")],
            regression: regression)
    }

    @Test("and so do those of an MLP with embeddings")
    func embedding() {
        check(
            "embedding-mlp", ["hidden": .integers([6]), "activation": .text("gelu")], regression: false,
            on: ModelTests.mixed(rows: 6))
    }

    @Test("and so do those of convolutions", arguments: ["max", "average", "none"], ["none", "batch"])
    func convolution(pooling: String, norm: String) {
        check(
            "cnn",
            [
                "shape": .integers([4, 5]), "channels": .integers([2, 2]), "pooling": .text(pooling),
                "norm": .text(norm), "activation": .text("tanh"),
                "head": .text(norm == "none" ? "flatten" : "average"),
            ], regression: false, on: Fixture.data(rows: 6, inputs: 20))
    }

    @Test("initial weights have the variance of their scheme; biases are zero; no parameter moves another")
    func initialisation() {
        for initializer in Initializer.allCases where initializer != .zeros {
            var stream = RandomStream(seed: 5, name: initializer.rawValue)
            let values = initializer.values(fanIn: 300, fanOut: 200, stream: &stream).map(Double.init)
            let expected: Double =
                switch initializer {
                case .glorotNormal, .glorotUniform: 2.0 / 500
                case .heNormal, .heUniform: 2.0 / 300
                default: 1.0 / 300
                }
            let variance = values.map { $0 * $0 }.reduce(0, +) / Double(values.count)
            #expect(abs(variance / expected - 1) < 0.03, "\(initializer)")
            if initializer.rawValue.hasSuffix("uniform") {
                #expect(values.map(abs).max()! <= (3 * expected).squareRoot() * 1.000001)
            }
        }
        let data = Fixture.data()
        func layout(_ hidden: [Int]) -> [Float] {
            ParameterLayout(Fixture.blueprint(data, ["hidden": .integers(hidden)]).model.parameters)
                .initialValues(seed: 4)
        }
        #expect(layout([6, 4]).prefix(36) == layout([6]).prefix(36))
        #expect(layout([6]).dropFirst(30).prefix(6).allSatisfy { $0 == 0 })
    }
}
