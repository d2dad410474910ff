import Datasets
import Methods
import Numerics
import Primitives
import Records
import TensorCore
import Testing

@testable import Training

/// Four steps of each method from the same weights, against its formula written out in Float64.
@Suite("Method formulas")
struct MethodFormulaTests {
    static let steps = 4
    static let seed = 6
    let data = Fixture.data(rows: 40)
    let oracle = Oracle(inputs: 5, hidden: 7, classes: 3)

    /// The parameters after four steps of batches of ten, by the plan.
    private func actual(
        optimizer: (any Method.Type, ComponentUse)? = nil, _ methods: [(any Method.Type, ComponentUse)]
    ) -> [Double] {
        let plain = method("sgd", ["learning_rate": constant(0.2)])
        let blueprint = Fixture.blueprint(
            data, ["hidden": .integers([7])], optimizer: optimizer ?? plain, methods: methods)
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: 1, batchSize: 10)).run(&cell)
        return cell.parameters.values.map(Double.init)
    }

    /// The same by a rule for one step, given the batch and a gradient function of (parameters, x, t, unit scale).
    private func expected(
        _ rule: (_ step: Int, _ p: [Double], _ x: [[Double]], _ t: [[Double]]) -> [Double]
    ) -> [Double] {
        let blueprint = Fixture.blueprint(data, ["hidden": .integers([7])])
        var p = ParameterLayout(blueprint.model.parameters).initialValues(seed: Self.seed).map(Double.init)
        let order = RandomKey(seed: Self.seed, name: "shuffle").permutation(step: 0, count: 40)
        for step in 0..<Self.steps {
            let rows = order[10 * step..<10 * step + 10]
            let x = rows.map { row in (0..<5).map { Double(data.train.inputs[5 * row + $0]) } }
            let t = rows.map { row in (0..<3).map { Double(data.train.targets[3 * row + $0]) } }
            p = rule(step, p, x, t)
        }
        return p
    }

    private func slope(_ p: [Double], _ x: [[Double]], _ t: [[Double]], scale: [[Double]]? = nil) -> [Double]
    {
        oracle.lossAndGradient(p, x, t, scale: scale).1
    }

    private func check(_ actual: [Double], _ expected: [Double], _ tolerance: Double = 2e-6) {
        #expect(actual.count == expected.count)
        for (a, e) in zip(actual, expected) { #expect(abs(a - e) <= tolerance * (1 + abs(e))) }
    }

    @Test("the oracle's gradient agrees with differences of its loss")
    func oracleGradient() {
        var stream = RandomStream(seed: 1, name: "oracle")
        let p = (0..<oracle.count).map { _ in stream.normal() }
        let x = (0..<4).map { _ in (0..<5).map { _ in stream.normal() } }
        let t = (0..<4).map { _ in [0.2, 0.5, 0.3] }
        let gradient = slope(p, x, t)
        for i in stride(from: 0, to: p.count, by: 3) {
            var (up, down) = (p, p)
            up[i] += 1e-5
            down[i] -= 1e-5
            let difference =
                (oracle.lossAndGradient(up, x, t).0 - oracle.lossAndGradient(down, x, t).0) / 2e-5
            #expect(abs(gradient[i] - difference) < 1e-8)
        }
    }

    @Test(
        "sgd, with and without momentum and Nesterov", arguments: [(0.0, false), (0.9, false), (0.9, true)])
    func sgd(momentum: Double, nesterov: Bool) {
        let optimizer = method(
            "sgd",
            ["learning_rate": constant(0.2), "momentum": constant(momentum), "nesterov": .boolean(nesterov)])
        var v = [Double](repeating: 0, count: oracle.count)
        let reference = expected { _, p, x, t in
            let g = slope(p, x, t)
            v = zip(v, g).map { momentum * $0 + $1 }
            let direction = nesterov ? zip(g, v).map { $0 + momentum * $1 } : v
            return zip(p, direction).map { $0 - 0.2 * $1 }
        }
        check(actual(optimizer: optimizer, []), reference)
    }

    @Test("adam and adamw", arguments: [nil, "weights", "all"])
    func adam(decayed: String?) {
        let given: [String: ParameterValue] = ["learning_rate": constant(0.05), "beta2": constant(0.99)]
        let optimizer =
            decayed.map {
                method(
                    "adamw", given.merging(["weight_decay": constant(0.5), "applies_to": .text($0)]) { $1 })
            }
            ?? method("adam", given)
        var (m, v) = (
            [Double](repeating: 0, count: oracle.count), [Double](repeating: 0, count: oracle.count)
        )
        let reference = expected { step, p, x, t in
            let g = slope(p, x, t)
            m = zip(m, g).map { 0.9 * $0 + 0.1 * $1 }
            v = zip(v, g).map { 0.99 * $0 + 0.01 * $1 * $1 }
            let power = { (beta: Double) in (0...step).reduce(1.0) { p, _ in p * beta } }
            return p.indices.map { i in
                let mHat = m[i] / (1 - power(0.9))
                let vHat = v[i] / (1 - power(0.99))
                let decays = decayed == "all" || (decayed == "weights" && oracle.isWeight[i])
                return p[i] - 0.05 * (mHat / (vHat.squareRoot() + 1e-8) + (decays ? 0.5 * p[i] : 0))
            }
        }
        // A coordinate with a tiny gradient has m/√v of order one whatever its size: rounding shows.
        check(actual(optimizer: optimizer, []), reference, 2e-4)
    }

    @Test("l2, on weights and on all parameters", arguments: ["weights", "all"])
    func l2(scope: String) {
        let reference = expected { _, p, x, t in
            let g = slope(p, x, t)
            return p.indices.map { i in
                p[i] - 0.2 * (g[i] + (scope == "all" || oracle.isWeight[i] ? 0.3 * p[i] : 0))
            }
        }
        check(actual([method("l2", ["strength": constant(0.3), "applies_to": .text(scope)])]), reference)
    }

    @Test("without momentum, coupled decay λ equals decoupled decay λ times the learning rate")
    func coupledEqualsDecoupled() {
        check(
            actual([method("l2", ["strength": constant(0.3)])]),
            actual([method("decoupled-weight-decay", ["strength": constant(0.3)])]))
    }

    @Test("decoupled weight decay under momentum leaves the velocity alone")
    func decoupled() {
        let optimizer = method("sgd", ["learning_rate": constant(0.2), "momentum": constant(0.8)])
        var v = [Double](repeating: 0, count: oracle.count)
        let reference = expected { _, p, x, t in
            v = zip(v, slope(p, x, t)).map { 0.8 * $0 + $1 }
            return p.indices.map { p[$0] - 0.2 * v[$0] - 0.2 * (oracle.isWeight[$0] ? 0.3 * p[$0] : 0) }
        }
        check(
            actual(optimizer: optimizer, [method("decoupled-weight-decay", ["strength": constant(0.3)])]),
            reference)
    }

    @Test("label smoothing")
    func labelSmoothing() {
        let reference = expected { _, p, x, t in
            let soft = t.map { $0.map { 0.7 * $0 + 0.3 / 3 } }
            return zip(p, slope(p, x, soft)).map { $0 - 0.2 * $1 }
        }
        check(actual([method("label-smoothing", ["epsilon": constant(0.3)])]), reference)
    }

    @Test("mixup draws one weight and one permutation per step from its own streams")
    func mixup() {
        let weight = RandomKey(seed: Self.seed, name: "mixup/weight")
        let partner = RandomKey(seed: Self.seed, name: "mixup/partner")
        let reference = expected { step, p, x, t in
            let lambda = weight.beta(step: step, element: 0, alpha: Double(Float(0.7)))
            let order = partner.permutation(step: step, count: 10)
            func mix(_ rows: [[Double]]) -> [[Double]] {
                rows.indices.map { i in zip(rows[i], rows[order[i]]).map { lambda * $0 + (1 - lambda) * $1 } }
            }
            return zip(p, slope(p, mix(x), mix(t))).map { $0 - 0.2 * $1 }
        }
        check(actual([method("mixup", ["alpha": constant(0.7)])]), reference)
    }

    @Test("dropout drops units where its stream's uniform lies below the rate, and scales the rest")
    func dropout() {
        let key = RandomKey(seed: Self.seed, name: "dropout/hidden.0")
        let reference = expected { step, p, x, t in
            let draws = (0..<18).flatMap { key.uniforms(step: step, block: $0) }
            let scale = (0..<10).map { row in (0..<7).map { draws[7 * row + $0] < Float(0.4) ? 0 : 1 / 0.6 } }
            return zip(p, slope(p, x, t, scale: scale)).map { $0 - 0.2 * $1 }
        }
        check(actual([method("dropout", ["rate": constant(0.4)])]), reference)
    }

    @Test("sharpness-aware minimisation, alone and with a penalty inside its objective", arguments: [0, 0.3])
    func sam(decay: Double) {
        let reference = expected { _, p, x, t in
            func g(_ p: [Double]) -> [Double] {
                zip(slope(p, x, t), p.indices).map { $0 + (oracle.isWeight[$1] ? decay * p[$1] : 0) }
            }
            let first = g(p)
            let norm = first.map { $0 * $0 }.reduce(0, +).squareRoot()
            let moved = zip(p, first).map { $0 + 0.5 * $1 / norm }
            return zip(p, g(moved)).map { $0 - 0.2 * $1 }
        }
        let stack = [method("sam", ["rho": constant(0.5)]), method("l2", ["strength": constant(decay)])]
        check(actual(stack), reference)
    }

    @Test("a schedule reaches the step: a linear learning rate")
    func schedule() {
        let optimizer = method(
            "sgd", ["learning_rate": .schedule(.linear(from: 0.4, to: 0.1, begin: 0, end: 3, unit: .step))])
        let reference = expected { step, p, x, t in
            zip(p, slope(p, x, t)).map { $0 - (0.4 - 0.1 * Double(step)) * $1 }
        }
        check(actual(optimizer: optimizer, []), reference)
    }
}
