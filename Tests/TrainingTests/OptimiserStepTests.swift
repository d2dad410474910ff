import Datasets
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Methods
@testable import Training

/// Multiplies the loss by 2⁻⁷⁰: products of two gradients vanish then.
private struct TinyLoss: MeanLossTransform {
    static let declaration = ComponentDeclaration(
        id: "tiny-loss", family: "test", summary: "Scales the loss.")
    init(arguments: Arguments) {}
    func transform(_ loss: Tensor, _ context: MethodContext) -> Tensor { loss * 0x1p-70 }
}

/// What optimisers count, keep and refuse.
@Suite("Steps of optimisers")
struct OptimiserStepTests {
    typealias Entry = OptimiserTests.Entry
    let bench = OptimiserTests()
    var data: PreparedData { bench.data }
    var oracle: Oracle { bench.oracle }

    /// Optimisers whose draws depend on the number of the batch.
    static let drawing: Set<String> = ["sophia-g", "sophia-h", "adahessian"]

    static let counting = MethodCatalogue.all.map { $0.declaration }
        .filter { $0.isOptimizer && !drawing.contains($0.id) }.map { $0.id }

    @Test("two equal batches per step are one: optimisers count their own steps", arguments: counting)
    func ownSteps(id: String) {
        let data = Fixture.data(rows: 1)
        func end(_ epochs: Int, _ methods: [Entry]) -> [Float] {
            let given: [String: ParameterValue] =
                id == "ademamix" ? ["warmup_steps": .integer(5), "beta3": constant(0.97)] : [:]
            let blueprint = Fixture.blueprint(
                data, ["hidden": .integers([7])], optimizer: method(id, given), methods: methods)
            var cell = CellState(blueprint, data, seed: OptimiserTests.seed, ExecutionEnvironment())
            let before = Array(cell.parameters.values)
            try! Fit(Fixture.settings(epochs: epochs, batchSize: 1)).run(&cell)
            let after = Array(cell.parameters.values)
            #expect(after.allSatisfy { $0.isFinite } && after != before)
            return after
        }
        #expect(end(6, []) == end(12, [method("gradient-accumulation", ["every": .integer(2)])]))
    }

    @Test("what an optimiser does every few steps cannot be asked for in some steps only")
    func rareSteps() {
        func refuses(_ optimizer: Entry, _ methods: [Entry]) -> Bool {
            Fixture.blueprint(data, optimizer: optimizer, methods: methods).refusal(
                Fixture.settings(epochs: 1, batchSize: 10), inputs: data.layout, targetWidth: 3) != nil
        }
        func accumulation(_ every: Int) -> [Entry] {
            [method("gradient-accumulation", ["every": .integer(every)])]
        }
        for id in ["shampoo", "adahessian", "sophia-h"] {
            let (rare, always) = (
                method(id, ["period": .integer(3)]), method(id, ["period": .integer(1)])
            )
            #expect(refuses(rare, accumulation(2)) && refuses(rare, [method("entropy-sgd")]))
            #expect(!refuses(rare, accumulation(1)) && !refuses(rare, []))
            #expect(!refuses(always, accumulation(2)) && !refuses(always, [method("entropy-sgd")]))
        }
        #expect(refuses(method("mars", ["exact": .boolean(true)]), accumulation(2)))
        #expect(!refuses(method("mars"), accumulation(2)))
    }

    @Test("Rprop sees signs only, however small the gradient is")
    func signsOfTinyGradients() {
        let optimizer = method("rprop", ["learning_rate": constant(0.02)])
        #expect(
            bench.actual(optimizer, [bench.own(TinyLoss.self)], steps: 8) == bench.actual(optimizer, steps: 8)
        )
    }

    @Test("what divides by a norm does so where the squares of the gradient vanish")
    func normsOfTinyGradients() {
        let plain = method("sgd", ["learning_rate": constant(0.05)])
        for by in ["global-norm", "tensor-norm"] {
            let normalized = method("gradient-normalization", ["by": .text(by)])
            bench.check(
                bench.actual(plain, [normalized, bench.own(TinyLoss.self)]),
                bench.actual(plain, [normalized]).map(Double.init), 1e-5)
        }
        func weights(_ methods: [Entry]) -> [Float] {
            let optimizer = method("orthogonal-sgd", ["learning_rate": constant(0.05)])
            var cell = CellState(
                Fixture.blueprint(data, model: "linear", optimizer: optimizer, methods: methods), data,
                seed: OptimiserTests.seed, ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: 1, batchSize: 40)).run(&cell)
            return Array(cell.parameters.values.prefix(15))
        }
        bench.check(weights([bench.own(TinyLoss.self)]), weights([]).map(Double.init), 1e-4)
        let inert = method("adai", ["epsilon": constant(1e-9)])
        #expect(bench.actual(inert, [bench.own(TinyLoss.self)]).allSatisfy { $0.isFinite })
    }

    @Test("schedule-free: x stays the mean of z where β follows a schedule")
    func scheduleFreeMixing() {
        let schedule = Schedule.linear(from: 0.9, to: 0.3, begin: 0, end: 4, unit: .step)
        let optimizer = method(
            "schedule-free-sgd",
            [
                "learning_rate": constant(0.3), "momentum": .schedule(schedule),
                "weight_decay": constant(0),
            ])
        var z = bench.initial.map(Double.init)
        var x = z
        let reference = bench.expected { step, y, rows, targets in
            let g = oracle.lossAndGradient(y, rows, targets).1
            z = zip(z, g).map { $0 - 0.3 * $1 }
            x = zip(x, z).map { $0 + ($1 - $0) / Double(step + 1) }
            let beta = 0.9 - 0.15 * Double(step)
            return zip(z, x).map { (1 - beta) * $0 + beta * $1 }
        }
        bench.check(bench.actual(optimizer), reference, 1e-5)
    }

    @Test("AdEMAMix warms its slow average up from no memory at all")
    func warmUpFromZero() {
        let optimizer = method(
            "ademamix",
            [
                "learning_rate": constant(0.05), "beta1": constant(0), "beta2": constant(0),
                "beta3": constant(0.8), "alpha": constant(3), "epsilon": constant(0.05),
                "warmup_steps": .integer(4),
            ])
        var slow = bench.initial.map { _ in 0.0 }
        // β₃(t) = β₃^(T/t) where β₁ is 0.
        let decays = [0.8 * 0.8 * 0.8 * 0.8, 0.8 * 0.8, 0.8 * 0.9283177667225558, 0.8]
        let reference = bench.expected { step, p, rows, targets in
            let g = oracle.lossAndGradient(p, rows, targets).1
            slow = zip(slow, g).map { decays[step] * $0 + (1 - decays[step]) * $1 }
            let alpha = 3 * Double(step + 1) / 4
            return p.indices.map { p[$0] - 0.05 * (g[$0] + alpha * slow[$0]) / (abs(g[$0]) + 0.05) }
        }
        bench.check(bench.actual(optimizer), reference, 1e-4)
    }

    @Test("MARS without its correction is AdamW on clipped gradients")
    func marsIsClippedAdamW() {
        let shared: [String: ParameterValue] = [
            "learning_rate": constant(0.05), "weight_decay": constant(0.3),
            "beta1": constant(0.9),
            "beta2": constant(0.99),
        ]
        let mars = shared.merging(["gamma": constant(0), "clip": constant(0.2)]) { $1 }
        let clipping = method("gradient-clipping", ["threshold": constant(0.2)])
        let clipped = bench.actual(method("adamw", shared), [clipping], steps: 8)
        bench.check(bench.actual(method("mars", mars), steps: 8), clipped.map(Double.init), 1e-6)
        #expect(clipped != bench.actual(method("adamw", shared), steps: 8))
    }

    @Test("AdamP's detector stays off where weights are not scale-invariant, and comes on where they are")
    func detector() {
        func differs(_ model: String, _ arguments: [String: ParameterValue]) -> Bool {
            var data = Fixture.data(rows: 40, inputs: 36)
            data.layout = InputLayout(numeric: 36, shape: [6, 6])
            func end(_ delta: Double) -> [Float] {
                let optimizer = method(
                    "adamp", ["learning_rate": constant(0.01), "delta": constant(delta)])
                var cell = CellState(
                    Fixture.blueprint(data, model: model, arguments, optimizer: optimizer), data,
                    seed: OptimiserTests.seed, ExecutionEnvironment())
                try! Fit(Fixture.settings(epochs: 3, batchSize: 10)).run(&cell)
                return Array(cell.parameters.values)
            }
            return end(0.1) != end(0)
        }
        #expect(!differs("mlp", ["hidden": .integers([7])]))
        #expect(differs("cnn", ["channels": .integers([4]), "norm": .text("batch")]))
    }

    @Test("SGD-SaI steps a tensor of one element plainly")
    func scalingAtInitialization() {
        let data = Fixture.data(rows: 40, regression: true)
        func step(_ id: String) -> [Float] {
            let given: [String: ParameterValue] =
                id == "sgd-sai"
                ? ["learning_rate": constant(0.01), "weight_decay": constant(0)]
                : ["learning_rate": constant(0.01)]
            let blueprint = Fixture.blueprint(data, model: "linear", optimizer: method(id, given))
            var cell = CellState(blueprint, data, seed: OptimiserTests.seed, ExecutionEnvironment())
            try! Fit(Fixture.settings(epochs: 1, batchSize: 40)).run(&cell)
            return Array(cell.parameters.values)
        }
        let (scaled, plain) = (step("sgd-sai"), step("sgd"))
        #expect(scaled.last == plain.last)
        #expect(scaled[0] != plain[0])
    }

    @Test("without momentum L2 and decoupled decay are one")
    func decayOfPlainDescent() {
        let optimizer = method("sgd", ["learning_rate": constant(0.1)])
        let strength: [String: ParameterValue] = ["strength": constant(0.3)]
        bench.check(
            bench.actual(optimizer, [method("decoupled-weight-decay", strength)], steps: 8),
            bench.actual(optimizer, [method("l2", strength)], steps: 8).map(Double.init), 1e-6)
    }

    @Test("a frozen layer keeps what other methods added to its weight")
    func frozenLengths() throws {
        let stack = [
            method("freeze-layers", ["layers": .integers([0])]), method("weight-normalization"),
        ]
        let blueprint = Fixture.blueprint(
            data, ["hidden": .integers([7])], optimizer: method("sgd"), methods: stack)
        var cell = CellState(blueprint, data, seed: OptimiserTests.seed, ExecutionEnvironment())
        let before = Array(cell.parameters.values)
        try! Fit(Fixture.settings(epochs: 2, batchSize: 10)).run(&cell)
        let after = Array(cell.parameters.values)
        let layout = blueprint.layout
        for (weight, isFrozen) in [("hidden.0.weight", true), ("output.weight", false)] {
            let index = try #require(layout.index(of: "weight-normalization/\(weight)"))
            let range =
                layout.offsets[index]..<layout.offsets[index] + layout.specifications[index].shape.count
            #expect((before[range] == after[range]) == isFrozen)
        }
    }
}
