import Datasets
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Methods
@testable import Training

/// What decays and penalties of weights must do exactly, where a closed form is known.
@Suite("Weight decay and penalties")
struct WeightDecayTests {
    typealias Use = (any Method.Type, ComponentUse)

    /// Shared, so that cells of a test that differ in scalars share a plan.
    private let environment = ExecutionEnvironment()

    private func method(_ id: String, _ given: [String: ParameterValue] = [:]) -> Use {
        let type = MethodCatalogue.type(named: id)!
        return (type, Fixture.use(type.declaration, given))
    }

    private func sgd(_ rate: Double) -> Use { method("sgd", ["learning_rate": constant(rate)]) }

    /// Rows of one input ±1; the target is the input times `slope`.
    private func line(slope: Float = 1) -> PreparedData {
        let signs: [Float] = (0..<8).map { $0 % 2 == 0 ? 1 : -1 }
        let part = Partition(
            rows: 8, inputs: signs, targets: signs.map { slope * $0 }, labels: [],
            values: signs.map { Double(slope * $0) })
        return PreparedData(
            task: .regression, featureNames: ["x"], outputWidth: 1, train: part, validation: part, test: part)
    }

    /// Data whose inputs are all 0: the loss says nothing about the first weight.
    private func silent(inputs: Int, classes: Int) -> PreparedData {
        let labels = (0..<8).map { $0 % classes }
        let part = Partition(
            rows: 8, inputs: [Float](repeating: 0, count: 8 * inputs),
            targets: labels.flatMap { label in (0..<classes).map { $0 == label ? 1 : 0 } }, labels: labels,
            values: [])
        return PreparedData(
            task: .classification(classes: (0..<classes).map(String.init)),
            featureNames: (0..<inputs).map { "x\($0)" }, outputWidth: classes, train: part, validation: part,
            test: part)
    }

    /// The parameters before and after full-batch steps, and the state of the cell.
    private func run(
        _ data: PreparedData, model: String, _ arguments: [String: ParameterValue] = [:], rate: Double,
        steps: Int, _ methods: [Use], fits: Int = 1
    ) -> (before: [Float], after: [Float]) {
        let blueprint = Fixture.blueprint(
            data, model: model, arguments, optimizer: sgd(rate), methods: methods)
        var cell = CellState(blueprint, data, seed: 6, environment)
        let before = cell.parameters.values
        for _ in 0..<fits {
            try! Fit(Fixture.settings(epochs: steps, batchSize: data.train.rows)).run(&cell)
        }
        return (Array(before), Array(cell.parameters.values))
    }

    // MARK: L1

    @Test("L1 by subgradient leaves no zeros and grows with a large strength; the proximal form ends at 0")
    func lassoTrap() {
        let data = Fixture.data(rows: 40, regression: true)
        func weights(_ id: String, _ strength: Double) -> [Float] {
            let result = run(
                data, model: "linear", rate: 0.02, steps: 400, [method(id, ["strength": constant(strength)])])
            return Array(result.after.prefix(5))
        }
        func norm(_ w: [Float]) -> Float { w.map { abs($0) }.reduce(0, +) }
        for strength in [1.0, 10, 100] {
            #expect(!weights("l1", strength).contains(0))
        }
        #expect(norm(weights("l1", 100)) > 5 * norm(weights("l1", 1)))
        #expect(weights("l1-proximal", 1).contains(0))
        #expect(!weights("l1-proximal", 1).allSatisfy { $0 == 0 })
        #expect(weights("l1-proximal", 10).allSatisfy { $0 == 0 })
    }

    @Test("the proximal lasso of orthogonal inputs is the soft threshold of the least squares solution")
    func lassoClosedForm() {
        // mean (w x − 3 x)² + λ |w| has its minimum at 3 − λ/2.
        for (strength, expected) in [(1.0, 2.5), (4, 1), (7, 0)] {
            let result = run(
                line(slope: 3), model: "linear", rate: 0.1, steps: 120,
                [method("l1-proximal", ["strength": constant(strength)])])
            #expect(abs(Double(result.after[0]) - expected) < 1e-5)
        }
    }

    @Test(
        "an elastic net of orthogonal inputs is the soft threshold, shrunk",
        arguments: ["subgradient", "proximal"])
    func elasticNetClosedForm(form: String) {
        // mean (w x − 3 x)² + λ (ρ |w| + (1 − ρ)/2 w²): w = (6 − λ ρ) / (2 + λ (1 − ρ)).
        let result = run(
            line(slope: 3), model: "linear", rate: 0.1, steps: 200,
            [
                method(
                    "elastic-net",
                    ["strength": constant(2), "l1_ratio": constant(0.25), "form": .text(form)])
            ])
        #expect(abs(result.after[0] - 5.5 / 3.5) < 1e-5)
    }

    // MARK: Decays

    @Test(
        "cautious decay ends at the minimum of the loss, plain decoupled decay before it",
        arguments: [0.3, 1])
    func cautious(strength: Double) {
        let given = ["strength": constant(strength)]
        // mean (w x − x)² has its minimum at 1; with decay λ the steps rest at 2 / (2 + λ).
        let plain = run(
            line(), model: "linear", rate: 0.1, steps: 150, [method("decoupled-weight-decay", given)])
        #expect(abs(Double(plain.after[0]) - 2 / (2 + strength)) < 1e-5)
        for slope: Float in [1, -1] {
            // Before rounding lets a step vanish, which would allow one decay of η λ.
            let cautious = run(
                line(slope: slope), model: "linear", rate: 0.1, steps: 45,
                [method("cautious-weight-decay", given)])
            #expect(abs(cautious.after[0] - slope) < 1e-4)
        }
    }

    @Test("lobster does not decay where the gradient is 1 or more, and fully where it is 0")
    func lobster() {
        let decay = method("lobster", ["strength": constant(0.25)])
        let steep = line(slope: 1000)
        let baseline = run(steep, model: "linear", rate: 0.1, steps: 3, [])
        #expect(run(steep, model: "linear", rate: 0.1, steps: 3, [decay]).after == baseline.after)
        let flat = run(silent(inputs: 4, classes: 3), model: "linear", rate: 0.1, steps: 1, [decay])
        for (a, b) in zip(flat.after, flat.before).prefix(12) { #expect(a == 0.75 * b) }
    }

    @Test("adaptive decay is not upset by weights that start at 0, and fades with the gradient")
    func adaptiveFromZero() {
        let decay = method("adaptive-weight-decay", ["strength": constant(0.02)])
        let start = run(line(), model: "linear", rate: 0.1, steps: 1, [decay]).after
        #expect(start == run(line(), model: "linear", rate: 0.1, steps: 1, []).after)
        #expect(abs(run(line(), model: "linear", rate: 0.1, steps: 60, [decay]).after[0] - 1) < 0.02)
    }

    @Test("l2-init pulls back to the start of the cell, or to that of the fit")
    func anchors() {
        let data = Fixture.data(rows: 40)
        func distance(_ anchor: String, fits: Int) -> Float {
            let result = run(
                data, model: "linear", rate: 0.3, steps: 20,
                [method("l2-init", ["strength": constant(0.5), "anchor": .text(anchor)])], fits: fits)
            return zip(result.before, result.after).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
        }
        #expect(distance("cell", fits: 1) == distance("fit", fits: 1))
        #expect(distance("fit", fits: 3) > 1.2 * distance("cell", fits: 3))
        #expect(abs(distance("cell", fits: 3) / distance("cell", fits: 2) - 1) < 1e-3)
    }

    @Test("independent decay does not depend on the size of the learning rate")
    func independent() {
        // Nothing but the decay acts on the weights.
        let data = silent(inputs: 3, classes: 3)
        for rate in [0.01, 1] {
            let result = run(
                data, model: "linear", rate: rate, steps: 2,
                [
                    method(
                        "decoupled-weight-decay",
                        ["strength": constant(0.25), "coupling": .text("independent")])
                ])
            for (a, b) in zip(result.after, result.before).prefix(9) { #expect(a == 0.5625 * b) }
        }
    }

    // MARK: Matrices

    @Test("group orthogonality with one group is soft orthogonality")
    func oneGroup() {
        let data = Fixture.data(rows: 40)
        let one = run(
            data, model: "mlp", ["hidden": .integers([7])], rate: 0.1, steps: 4,
            [method("group-orthogonality", ["strength": constant(0.05), "groups": .integer(1)])])
        let soft = run(
            data, model: "mlp", ["hidden": .integers([7])], rate: 0.1, steps: 4,
            [method("soft-orthogonality", ["strength": constant(0.05)])])
        // With 7 units of 5 inputs the two Gram matrices differ, their distances by a constant.
        for (a, b) in zip(one.after, soft.after) { #expect(abs(a - b) < 1e-5) }
        #expect(one.after != one.before)
    }

    @Test("two units of least energy point in opposite directions, with half-space energy at right angles")
    func twoUnits() {
        func cosine(halfSpace: Bool, power: Int) -> Float {
            let result = run(
                silent(inputs: 3, classes: 2), model: "mlp", ["hidden": .integers([2])], rate: 0.05,
                steps: 600,
                [
                    method(
                        "minimum-hyperspherical-energy",
                        [
                            "half_space": .boolean(halfSpace), "power": .integer(power),
                        ])
                ])
            let w = result.after.prefix(6)
            let (a, b) = ([w[0], w[2], w[4]], [w[1], w[3], w[5]])
            func dot(_ x: [Float], _ y: [Float]) -> Float { zip(x, y).map(*).reduce(0, +) }
            return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
        }
        for power in 0...2 {
            #expect(cosine(halfSpace: false, power: power) < -0.99)
            #expect(abs(cosine(halfSpace: true, power: power)) < 0.01)
        }
    }

    @Test("Cauchy-Schwarz penalties vanish on their targets of any scale and nowhere else")
    func cauchySchwarz() {
        let targets: [(target: String, variant: String, values: [Double], degree: Int)] = [
            ("binary", "paper", [1, -1, -1, 1], 4), ("binary", "code", [1, -1, -1, 1], 2),
            ("one-sided-binary", "paper", [1, 0, 0, 1], 6), ("ternary", "paper", [1, -1, 0, 0], 8),
        ]
        func gap(_ target: String, _ variant: String, _ values: [Double], columns: Int = 1) -> Double {
            let use = Fixture.use(
                CauchySchwarzRegularizer.declaration, ["target": .text(target), "variant": .text(variant)])
            let graph = Graph()
            let matrix = graph.constant(values.map { Float($0) }, [values.count / columns, columns])
            let value = CauchySchwarzRegularizer(arguments: use.arguments).gap(matrix).sum()
            return ReferenceExecutor.evaluate([value], ReferenceContext())[0][0]
        }
        let other = [1, -0.4, 0.3, 1]
        for (target, variant, values, degree) in targets {
            let elsewhere = gap(target, variant, other)
            #expect(elsewhere > 0.01)
            for scale in [0.5, 3] {
                #expect(abs(gap(target, variant, values.map { scale * $0 })) < 1e-9)
                // Of no scale of its own: it only grows with a power of the weights'.
                let power = (0..<degree).reduce(1.0) { product, _ in product * scale }
                let scaled = gap(target, variant, other.map { scale * $0 })
                #expect(abs(scaled / (power * elsewhere) - 1) < 1e-5, "\(target), \(variant)")
            }
        }
        // A rotation, scaled, and a matrix with columns of different norms.
        #expect(abs(gap("orthogonal", "paper", [1.2, -1.6, 1.6, 1.2], columns: 2)) < 1e-5)
        #expect(gap("orthogonal", "paper", [1, 0, 0, 2], columns: 2) > 1)
    }

    @Test("the polar factor of the nuclear norm counts singular values down to a thousandth")
    func polarFactor() {
        let use = Fixture.use(NuclearNorm.declaration)
        let graph = Graph()
        // Singular values 1, 0.05 and 0.001 in a tall matrix with rotated columns.
        let matrix = graph.constant([0.6, -0.8, 0, 0, 0, 0.001, 0.04, 0.03, 0, 0, 0, 0], [4, 3])
        let factor = NuclearNorm(arguments: use.arguments).polarFactor(of: matrix)
        let actual = ReferenceExecutor.evaluate([factor], ReferenceContext())[0]
        let expected = [0.6, -0.8, 0, 0, 0, 1, 0.8, 0.6, 0, 0, 0, 0]
        for (a, e) in zip(actual, expected) { #expect(abs(a - e) < 0.02) }
    }

    @Test("one power iteration per step follows the weights")
    func powerIterationFollows() {
        let data = silent(inputs: 5, classes: 3)
        func weights(_ id: String, _ iterations: Int) -> [Float] {
            run(
                data, model: "linear", rate: 0.01, steps: 200,
                [method(id, ["strength": constant(0.3), "iterations": .integer(iterations)])]
            ).after
        }
        for id in ["spectral-norm-penalty", "spectral-regularization"] {
            let (once, often) = (weights(id, 1), weights(id, 60))
            for (a, b) in zip(once, often) { #expect(abs(a - b) < 0.01) }
        }
    }

    @Test("srip is the ratio of norms in two products with the defect, from the step's draws")
    func srip() {
        let data = silent(inputs: 5, classes: 3)
        let key = RandomKey(seed: 6, name: "srip/start output.weight")
        for variant in ["paper", "code"] {
            let isPaper = variant == "paper"
            let result = run(
                data, model: "linear", rate: 0.5, steps: 1,
                [method("srip", ["strength": constant(0.2), "variant": .text(variant)])])
            let count = isPaper ? 3 : 5
            let draws = (0..<count).map { key.normal(step: 0, element: $0) }
            // W is 5 × 3; A = WᵀW − I or WWᵀ − I.
            func penalty(_ w: [Double]) -> Double {
                func product(_ v: [Double]) -> [Double] {
                    let (rows, columns) = (0..<5, 0..<3)
                    if isPaper {
                        let y = rows.map { i in columns.map { w[3 * i + $0] * v[$0] }.reduce(0, +) }
                        return columns.map { j in rows.map { w[3 * $0 + j] * y[$0] }.reduce(0, +) - v[j] }
                    }
                    let y = columns.map { j in rows.map { w[3 * $0 + j] * v[$0] }.reduce(0, +) }
                    return rows.map { i in columns.map { w[3 * i + $0] * y[$0] }.reduce(0, +) - v[i] }
                }
                func norm(_ v: [Double]) -> Double { v.map { $0 * $0 }.reduce(0, +).squareRoot() }
                let once = product(draws)
                let sigma = norm(product(once)) / norm(once)
                return 0.2 * (isPaper ? sigma : sigma * sigma)
            }
            let start = result.before.prefix(15).map(Double.init)
            for i in 0..<15 {
                var (up, down) = (start, start)
                up[i] += 1e-5
                down[i] -= 1e-5
                let slope = (penalty(up) - penalty(down)) / 2e-5
                #expect(abs(Double(result.after[i]) - (start[i] - 0.5 * slope)) < 1e-5)
            }
        }
    }

    @Test("hypersparse adds nothing to the loss and pulls on small weights, not on large ones")
    func hyperSparse() {
        let data = silent(inputs: 5, classes: 3)
        let use = method("hypersparse", ["strength": constant(1e-4), "prune_rate": .real(0.4)])
        let result = run(
            data, model: "linear", ["initialization": .text("he-normal")], rate: 1, steps: 1, [use])
        let sizes = result.before.prefix(15).map { abs($0) }
        let pulls = zip(result.before, result.after).prefix(15).map { abs($0.0) - abs($0.1) }
        let order = sizes.indices.sorted { sizes[$0] < sizes[$1] }
        for (a, b) in zip(order, order.dropFirst()) { #expect(pulls[a] >= pulls[b]) }
        #expect(pulls[order[0]] > 3 * pulls[order[14]] && pulls[order[0]] > 1e-5)
        func losses(_ methods: [Use]) -> [Double] {
            let blueprint = Fixture.blueprint(
                data, model: "linear", ["initialization": .text("he-normal")], optimizer: sgd(0),
                methods: methods)
            return Fixture.train(blueprint, data, batchSize: 8).curves.filter { $0.name == "loss" }
                .map(\.value)
        }
        #expect(!losses([]).isEmpty)
        for (a, b) in zip(losses([use]), losses([])) { #expect(abs(a - b) < 1e-7) }
    }

    @Test("the path norm refuses networks that are no chain of weights")
    func pathNormRefusal() {
        let data = Fixture.data()
        for (id, isRefused) in [("mlp", false), ("linear", false), ("residual-mlp", true)] {
            let blueprint = Fixture.blueprint(data, model: id)
            let use = Fixture.use(PathNorm.declaration)
            let composition = Composition(
                model: blueprint.model, modelUse: blueprint.modelUse, inputs: data.layout,
                task: data.task.kind, targetWidth: data.outputWidth, hasValidation: true,
                optimizer: blueprint.optimizer.use,
                methods: [use], settings: Fixture.settings(epochs: 1, batchSize: 8),
                sites: ActivationSite.of(blueprint.model, inputs: data.layout))
            #expect((PathNorm(arguments: use.arguments).refusal(in: composition) != nil) == isRefused)
        }
    }
}
