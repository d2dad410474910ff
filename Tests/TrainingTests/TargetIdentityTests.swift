import Datasets
import Methods
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Identities that the literature states or that follow from it in a line: fixed points, minima, limits.
@Suite("Identities of targets and losses")
struct TargetIdentityTests {
    static let seed = 6

    /// A linear model after its pipeline, in full batches.
    private func trained(
        _ methods: [(any Method.Type, ComponentUse)], _ data: PreparedData, rate: Double = 0.2,
        epochs: Int = 1, start: [Float]? = nil
    ) throws -> CellState {
        let blueprint = Fixture.blueprint(
            data, model: "linear", optimizer: method("sgd", ["learning_rate": constant(rate)]),
            methods: methods)
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        if let start { cell.buffers[.state("parameters")] = FloatBuffer(start) }
        for stage in blueprint.pipeline(Fixture.settings(epochs: epochs, batchSize: data.train.rows)) {
            try stage.run(&cell)
        }
        #expect(cell.failure == nil)
        return cell
    }

    /// Drawn parameters; a linear model begins at 0.
    private var drawn: [Float] {
        var stream = RandomStream(seed: 4, name: "start")
        return (0..<18).map { _ in Float(stream.normal()) }
    }

    /// The training loss of the first step.
    private func firstLoss(_ cell: CellState) -> Double {
        cell.curves.first { $0.part == .train && $0.name == "loss" }!.value
    }

    private func inputs(_ data: PreparedData) -> [[Double]] {
        (0..<data.train.rows).map { row in (0..<5).map { Double(data.train.inputs[5 * row + $0]) } }
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for (x, y) in zip(a, b) { sum += x * y }
        return sum
    }

    /// log softmax of a linear model's outputs.
    private func logProbabilities(_ p: [Double], _ x: [Double]) -> [Double] {
        let z: [Double] = (0..<3).map { k in p[15 + k] + dot(x, (0..<5).map { p[3 * $0 + k] }) }
        let top = z.max()!
        let total = DeterministicMath.log(z.map { DeterministicMath.exp($0 - top) }.reduce(0, +))
        return z.map { $0 - top - total }
    }

    // MARK: Label smoothing

    @Test("label smoothing is (1 − ε) of the likelihood and ε of the mean over all classes")
    func smoothedLoss() throws {
        let data = Fixture.data(rows: 40)
        let cell = try trained([method("label-smoothing", ["epsilon": constant(0.3)])], data, start: drawn)
        let p = drawn.map(Double.init)
        var expected = 0.0
        for (row, x) in inputs(data).enumerated() {
            let logP = logProbabilities(p, x)
            let label = (0..<3).first { data.train.targets[3 * row + $0] == 1 }!
            expected -= (0.7 * logP[label] + 0.3 * logP.reduce(0, +) / 3) / 40
        }
        #expect(abs(firstLoss(cell) - expected) < 1e-6)
    }

    @Test("its minimum has the logit gap ln((1 − ε + ε/K) / (ε/K))")
    func smoothedGap() throws {
        var data = Fixture.data(rows: 40)
        for row in 0..<40 { data.train.targets.replaceSubrange(3 * row..<3 * row + 3, with: [1, 0, 0]) }
        let cell = try trained(
            [method("label-smoothing", ["epsilon": constant(0.3)])], data, rate: 1, epochs: 800)
        let outputs = Evaluator(cell).outputs(of: data.test, cell)
        let gap = DeterministicMath.log(0.8 / 0.1)
        for row in 0..<data.test.rows {
            for k in 1..<3 { #expect(abs(Double(outputs[3 * row] - outputs[3 * row + k]) - gap) < 1e-3) }
        }
    }

    // MARK: Early-learning regularisation

    @Test("the logit gradient of the early-learning term is λ p_k (⟨p, q⟩ − q_k) / (1 − ⟨p, q⟩)")
    func earlyLearningGradient() throws {
        let data = Fixture.data(rows: 20)
        let elr = method("early-learning-regularization", ["strength": constant(4), "beta": constant(0.6)])
        let cell = try trained([elr], data, rate: 0.5, epochs: 3)
        var p = cell.blueprint.initialParameters(seed: Self.seed).map(Double.init)
        let rows = inputs(data)
        var means = [[Double]](repeating: [0, 0, 0], count: 20)
        for _ in 0..<3 {
            var gradient = [Double](repeating: 0, count: 18)
            for (row, x) in rows.enumerated() {
                let q = logProbabilities(p, x).map(DeterministicMath.exp)
                means[row] = zip(means[row], q).map { 0.6 * $0 + 0.4 * $1 }
                let agreement = dot(q, means[row])
                for k in 0..<3 {
                    let plain = q[k] - Double(data.train.targets[3 * row + k])
                    let slope = plain + 4 * q[k] * (agreement - means[row][k]) / (1 - agreement)
                    gradient[15 + k] += slope / 20
                    for i in 0..<5 { gradient[3 * i + k] += slope * x[i] / 20 }
                }
            }
            for i in p.indices { p[i] -= 0.5 * gradient[i] }
        }
        for (a, e) in zip(cell.parameters.values, p) { #expect(abs(Double(a) - e) < 5e-6 * (1 + abs(e))) }
    }

    // MARK: Flooding and tilting

    @Test("a flooded step up and one down move a quadratic by −η² H g")
    func floodedPair() throws {
        let data = Fixture.data(rows: 20, regression: true)
        let rate = 0.05
        let x = inputs(data).map { $0 + [1] }
        func gradient(_ p: [Double], _ y: [Double]) -> [Double] {
            var result = [Double](repeating: 0, count: 6)
            for (row, target) in zip(x, y) {
                let residual = dot(row, p) - target
                for i in 0..<6 { result[i] += 2 * residual * row[i] / Double(x.count) }
            }
            return result
        }
        func loss(_ p: [Double]) -> Double {
            var sum = 0.0
            for (row, target) in zip(x, data.train.targets) {
                let residual = dot(row, p) - Double(target)
                sum += residual * residual
            }
            return sum / Double(x.count)
        }
        let start = try trained([], data).blueprint.initialParameters(seed: Self.seed).map(Double.init)
        let slope = gradient(start, data.train.targets.map(Double.init))
        let up = zip(start, slope).map { $0 + rate * $1 }
        let level = (loss(start) + loss(up)) / 2
        let cell = try trained(
            [method("flooding", ["level": constant(level)])], data, rate: rate, epochs: 2)
        // Without targets the gradient at a vector is the Hessian times it.
        let curved = gradient(slope, [Double](repeating: 0, count: 20))
        for i in 0..<6 {
            let moved = Double(cell.parameters[i]) - start[i]
            #expect(abs(moved + rate * rate * curved[i]) < 1e-5)
        }
        #expect(rate * rate * curved.map(abs).max()! > 1e-3)
    }

    @Test("a tilted loss tends to the mean, the largest and the smallest loss of a row")
    func tiltedLimits() throws {
        let data = Fixture.data(rows: 20)
        let p = drawn.map(Double.init)
        let losses: [Double] = inputs(data).enumerated().map { row, x in
            let label = (0..<3).first { data.train.targets[3 * row + $0] == 1 }!
            return -logProbabilities(p, x)[label]
        }
        func tilted(_ tilt: Double) throws -> Double {
            firstLoss(try trained([method("tilted-loss", ["tilt": constant(tilt)])], data, start: drawn))
        }
        let bound = DeterministicMath.log(20) / 500 + 1e-6
        #expect(abs(try tilted(1e-3) - losses.reduce(0, +) / 20) < 2e-3)
        let (high, low) = (try tilted(500), try tilted(-500))
        #expect(high <= losses.max()! + 1e-6 && losses.max()! - high <= bound)
        #expect(low >= losses.min()! - 1e-6 && low - losses.min()! <= bound)
        #expect(losses.max()! - losses.min()! > 1)
    }

    // MARK: Self-distillation in ridge regression

    /// The solution of a symmetric positive definite system.
    private func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var (a, b) = (matrix, right)
        for i in b.indices {
            for j in b.indices where j > i {
                let factor = a[j][i] / a[i][i]
                for k in b.indices { a[j][k] -= factor * a[i][k] }
                b[j] -= factor * b[i]
            }
        }
        for i in b.indices.reversed() {
            for k in b.indices where k > i { b[i] -= a[i][k] * b[k] }
            b[i] /= a[i][i]
        }
        return b
    }

    /// (2/n) XᵀX and (2/n) Xᵀy of centred rows: what ridge regression with an intercept solves.
    private func normalEquations(_ data: PreparedData) -> (gram: [[Double]], right: [Double]) {
        let rows = inputs(data)
        let count = Double(rows.count)
        let columns: [[Double]] = (0..<5).map { i in
            let column = rows.map { $0[i] }
            let mean = column.reduce(0, +) / count
            return column.map { $0 - mean }
        }
        let y = data.train.targets.map(Double.init)
        let gram = columns.map { a in columns.map { b in 2 * dot(a, b) / count } }
        return (gram, columns.map { 2 * dot($0, y) / count })
    }

    private func ridge(_ data: PreparedData, _ strength: Double, _ right: [Double]) -> [Double] {
        var gram = normalEquations(data).gram
        for i in 0..<5 { gram[i][i] += strength }
        return solve(gram, right)
    }

    private func distilled(_ data: PreparedData, _ strength: Double, generations: Int, share: Double) throws
        -> [Double]
    {
        let cell = try trained(
            [
                method(
                    "self-distillation",
                    [
                        "generations": .integer(generations), "ground_truth_share": constant(share),
                        "start": .text("same"),
                    ]), method("l2", ["strength": constant(strength)]),
            ], data, rate: 0.15, epochs: 150)
        return cell.parameters.values.prefix(5).map(Double.init)
    }

    @Test("generations of ridge regression tend to the penalty λ/α", arguments: [0.5, 0.8])
    func amplifiedRegularization(share: Double) throws {
        let data = Fixture.data(rows: 20, regression: true)
        let expected = ridge(data, 0.6 / share, normalEquations(data).right)
        let actual = try distilled(data, 0.6, generations: 14, share: share)
        for (a, e) in zip(actual, expected) { #expect(abs(a - e) < 1e-4) }
        let plain = ridge(data, 0.6, normalEquations(data).right)
        #expect(zip(plain, expected).map { abs($0 - $1) }.max()! > 1e-2)
    }

    @Test("without ground truth every generation shrinks the last one, and the prediction collapses")
    func collapse() throws {
        let data = Fixture.data(rows: 20, regression: true)
        let (gram, right) = normalEquations(data)
        var expected = ridge(data, 4, right)
        let first = expected.map(abs).max()!
        for generations in 0...5 {
            if generations > 0 {
                let before = expected
                expected = ridge(data, 4, gram.map { dot($0, before) })
            }
            guard [0, 1, 5].contains(generations) else { continue }
            let actual = try distilled(data, 4, generations: generations, share: 0)
            for (a, e) in zip(actual, expected) { #expect(abs(a - e) < 1e-5) }
        }
        #expect(expected.map(abs).max()! < 0.05 * first)
    }
}
