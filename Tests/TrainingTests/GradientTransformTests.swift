import Datasets
import Methods
import Models
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Stochastic gradient transforms and properties of the others; the rest is in Reference/methods/gradient_transforms.py.
@Suite("Gradient transforms")
struct GradientTransformTests {
    static let seed = 6
    let data = Fixture.data(rows: 40)
    let oracle = Oracle(inputs: 5, hidden: 7, classes: 3)

    private func blueprint(
        _ methods: [(any Method.Type, ComponentUse)], optimizer: (any Method.Type, ComponentUse)? = nil
    ) -> CellBlueprint {
        Fixture.blueprint(
            data, ["hidden": .integers([7])],
            optimizer: optimizer ?? method("sgd", ["learning_rate": constant(0.2)]), methods: methods)
    }

    private func train(
        _ methods: [(any Method.Type, ComponentUse)], optimizer: (any Method.Type, ComponentUse)? = nil,
        epochs: Int = 1
    ) -> CellState {
        var cell = CellState(
            blueprint(methods, optimizer: optimizer), data, seed: Self.seed, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: epochs, batchSize: 10)).run(&cell)
        return cell
    }

    private var initial: [Double] {
        ParameterLayout(blueprint([]).model.parameters).initialValues(seed: Self.seed).map(Double.init)
    }

    private func rows(_ partition: Partition, _ index: some Sequence<Int>) -> (x: [[Double]], t: [[Double]]) {
        (
            index.map { row in (0..<5).map { Double(partition.inputs[5 * row + $0]) } },
            index.map { row in (0..<3).map { Double(partition.targets[3 * row + $0]) } }
        )
    }

    /// Four steps of gradient descent on what `change` makes of the batch's slope.
    private func expected(
        _ change: (_ step: Int, _ p: [Double], _ g: [Double], _ x: [[Double]], _ t: [[Double]]) -> [Double]
    ) -> [Double] {
        var p = initial
        let order = RandomKey(seed: Self.seed, name: "shuffle").permutation(step: 0, count: 40)
        for step in 0..<4 {
            let (x, t) = rows(data.train, order[10 * step..<10 * step + 10])
            let g = change(step, p, oracle.lossAndGradient(p, x, t).1, x, t)
            p = zip(p, g).map { $0 - 0.2 * $1 }
        }
        return p
    }

    private func check(_ cell: CellState, _ expected: [Double], _ tolerance: Double = 5e-6) {
        let actual = cell.parameters.values
        #expect(actual.count == expected.count)
        for (a, e) in zip(actual, expected) { #expect(abs(Double(a) - e) <= tolerance * (1 + abs(e))) }
    }

    @Test("gradient noise has the variance η/(1 + t)^γ and draws from its own stream")
    func noise() {
        let key = RandomKey(seed: Self.seed, name: "gradient-noise/noise")
        let reference = expected { step, _, g, _, _ in
            let age = Double(1 + step)
            // (1 + t)^−1.5
            let sigma = (0.3 / (age * age.squareRoot())).squareRoot()
            return g.indices.map { g[$0] + sigma * key.normal(step: step, element: $0) }
        }
        check(train([method("gradient-noise", ["eta": constant(0.3), "gamma": constant(1.5)])]), reference)
    }

    @Test("gradient dropout scales what it keeps", arguments: ["element", "tensor"])
    func dropout(per: String) {
        let key = RandomKey(seed: Self.seed, name: "gradient-dropout/factors")
        let sizes = blueprint([]).model.parameters.map(\.shape.count)
        let reference = expected { step, _, g, _, _ in
            let draws = (0...g.count / 4).flatMap { key.uniforms(step: step, block: $0) }
            let owners = sizes.indices.flatMap { [Int](repeating: $0, count: sizes[$0]) }
            return g.indices.map { i in
                draws[per == "element" ? i : owners[i]] < Float(0.4) ? 0 : g[i] / 0.6
            }
        }
        check(
            train([method("gradient-dropout", ["rate": constant(0.4), "per": .text(per)])]), reference)
    }

    @Test("Gaussian gradient dropout has mean 1 and variance p/(1 − p)")
    func gaussianDropout() {
        let key = RandomKey(seed: Self.seed, name: "gradient-dropout/factors")
        let reference = expected { step, _, g, _, _ in
            g.indices.map { g[$0] * (1 + 0.25.squareRoot() * key.normal(step: step, element: $0)) }
        }
        check(
            train([method("gradient-dropout", ["rate": constant(0.2), "noise": .text("gaussian")])]),
            reference)
    }

    @Test("learning to reweight: weights are the inner products of gradients, cut at 0 and normalised")
    func reweighting() {
        let key = RandomKey(seed: Self.seed, name: "validation batches")
        var zeros = 0
        func reference(_ strength: Double) -> [Double] {
            expected { step, p, g, x, t in
                let places = (10 * step..<10 * step + 10).map { place in
                    key.permutation(step: place / 12, count: 12)[place % 12]
                }
                let (vx, vt) = rows(data.validation, places)
                let direction = oracle.lossAndGradient(p, vx, vt).1
                let slopes = x.indices.map { oracle.lossAndGradient(p, [x[$0]], [t[$0]]).1 }
                let gains = slopes.map { max(0, zip($0, direction).map(*).reduce(0, +)) }
                zeros += gains.count { $0 == 0 }
                let total = gains.reduce(0, +)
                return g.indices.map { i in
                    (1 - strength) * g[i]
                        + strength * x.indices.map { gains[$0] / total * slopes[$0][i] }.reduce(0, +)
                }
            }
        }
        for strength in [1, 0.6] {
            check(
                train([method("learning-to-reweight", ["strength": constant(strength)])]),
                reference(strength))
        }
        #expect(zeros > 0, "some rows work against the validation loss")
    }

    @Test("learning to reweight and probes work where a loss needs other outputs")
    func widened() {
        let data = Fixture.data(rows: 40, regression: true)
        let mlp = ModelCatalogue.type(named: "mlp")!
        let stack = [method("learning-to-reweight"), method("gaussian-nll")].map {
            (method: $0.0.init(arguments: $0.1.arguments) as any Training.Method, use: $0.1)
        }
        let width = CellBlueprint.outputWidth(1, stack.map(\.method))
        #expect(width > 1)
        let plain = Fixture.blueprint(
            data, optimizer: method("sgd", ["learning_rate": constant(0.01)]))
        let probes = ["hessian-trace", "weight-norm", "logit-norm"].map { id in
            ProbeUse(Fixture.use(ProbeCatalogue.declarations.first { $0.id == id }!))!
        }
        let blueprint = CellBlueprint(
            model: try! mlp.init(
                arguments: plain.modelUse.arguments, inputs: data.layout, outputWidth: width),
            modelUse: plain.modelUse, optimizer: plain.optimizer, methods: stack, task: data.task,
            probes: probes)
        let outcome = Fixture.train(blueprint, data)
        #expect(outcome.status == .completed)
        // The plain loss is not one of such outputs.
        #expect(!outcome.metrics.contains { $0.name.hasPrefix("hessian-trace") })
        #expect(outcome.metrics.contains { $0.name == "logit-norm" })
        #expect(outcome.metrics.contains { $0.name == "weight-norm" })
    }

    @Test("learning to reweight is refused without validation rows")
    func reweightingRefused() {
        let blueprint = blueprint([method("learning-to-reweight")])
        let settings = Fixture.settings(epochs: 1, batchSize: 10)
        func refusal(_ hasValidation: Bool) -> String? {
            blueprint.refusal(
                settings, inputs: data.layout, targetWidth: 3, hasValidation: hasValidation)?.reason.message
        }
        #expect(refusal(false) == "it needs validation rows")
        #expect(refusal(true) == nil)
    }

    @Test("every output unit's weights keep their sum under a centralised gradient")
    func centralised() {
        let before = initial
        let after = train([method("gradient-centralization")], epochs: 2).parameters.values.map(Double.init)
        for (offset, inputs, units) in [(0, 5, 7), (42, 7, 3)] {
            for unit in 0..<units {
                func sum(_ p: [Double]) -> Double {
                    (0..<inputs).map { p[offset + $0 * units + unit] }.reduce(0, +)
                }
                #expect(abs(sum(after) - sum(before)) < 1e-5)
            }
        }
        #expect(after != before)
    }

    @Test("an orthogonal gradient changes a tensor's norm to second order only")
    func orthogonal() {
        let before = initial
        let rate = 1e-2
        let sgd = method("sgd", ["learning_rate": constant(rate)])
        let after = train([method("orthogonal-gradient")], optimizer: sgd).parameters.values.map(Double.init)
        for range in [0..<35, 42..<63] {
            func squares(_ p: [Double]) -> Double { range.map { p[$0] * p[$0] }.reduce(0, +) }
            let moved = range.map { (after[$0] - before[$0]) * (after[$0] - before[$0]) }.reduce(0, +)
            // Each of four steps is at right angles: the squared norm grows by the steps' squares.
            #expect(moved > 0)
            #expect(squares(after) - squares(before) > 0)
            #expect(squares(after) - squares(before) < 4 * moved + 1e-5)
        }
    }

    @Test("a frozen layer keeps its bits, the free one moves", arguments: [0, -1, -2, 1])
    func frozen(layer: Int) {
        let adam = method("adamw", ["learning_rate": constant(0.05)])
        let before = initial.map { Float($0) }
        let after = train(
            [method("freeze-layers", ["layers": .integers([layer])])], optimizer: adam, epochs: 2
        ).parameters.values
        let isFirst = layer == 0 || layer == -2
        #expect((after[..<42] == before[..<42]) == isFirst)
        #expect((after[42...] == before[42...]) == !isFirst)
    }

    @Test("a layer thaws when the schedule's window ends")
    func thawed() {
        let window = Schedule.window(value: 1, outside: 0, begin: 0, end: 2, unit: .epoch)
        let stack = [method("freeze-layers", ["layers": .integers([0]), "strength": .schedule(window)])]
        let before = initial.map { Float($0) }
        #expect(train(stack, epochs: 2).parameters.values[..<42] == before[..<42])
        #expect(train(stack, epochs: 3).parameters.values[..<42] != before[..<42])
    }

    @Test("a layer that does not exist is refused")
    func noLayer() {
        for (layer, isRefused) in [(1, false), (-2, false), (2, true), (-3, true)] {
            let blueprint = blueprint([method("freeze-layers", ["layers": .integers([layer])])])
            let refusal = blueprint.refusal(
                Fixture.settings(epochs: 1, batchSize: 10), inputs: data.layout, targetWidth: 3)
            #expect((refusal != nil) == isRefused)
        }
    }

    @Test("accumulation: no step before the k-th batch, and one batch per step changes no bit")
    func accumulation() {
        let before = initial.map { Float($0) }
        #expect(
            train([method("gradient-accumulation", ["every": .integer(5)])]).parameters.values == before)
        #expect(
            train([method("gradient-accumulation", ["every": .integer(1)])]).parameters.values
                == train([]).parameters.values)
    }

    @Test("clipping bounds what one step changes, whatever the gradient")
    func bounded() {
        let huge = method("l2", ["strength": constant(1e4)])
        for (by, measure) in [
            ("global-norm", { (change: [Double]) in change.map { $0 * $0 }.reduce(0, +).squareRoot() }),
            ("value", { (change: [Double]) in change.map(abs).max()! }),
        ] {
            let clip = method("gradient-clipping", ["threshold": constant(0.5), "by": .text(by)])
            let after = train([clip, huge]).parameters.values.map(Double.init)
            let change = measure(zip(after, initial).map { $0 - $1 })
            #expect(change <= 4 * 0.2 * 0.5 * 1.0001 && change > 0.1)
        }
    }
}
