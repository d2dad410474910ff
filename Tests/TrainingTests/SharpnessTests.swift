import Datasets
import Methods
import Numerics
import Primitives
import TensorCore
import Testing

@testable import Training

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A network of 5 inputs, 7 tanh units and 3 classes in Float64, by hand.
private struct TanhNetwork {
    let p: [Double]
    func w1(_ i: Int, _ j: Int) -> Double { p[7 * i + j] }
    func b1(_ j: Int) -> Double { p[35 + j] }
    func w2(_ j: Int, _ k: Int) -> Double { p[42 + 3 * j + k] }
    func b2(_ k: Int) -> Double { p[63 + k] }

    func hidden(_ x: [Double]) -> [Double] {
        (0..<7).map { j in tanh(b1(j) + (0..<5).reduce(0) { $0 + x[$1] * w1($1, j) }) }
    }
    func top(_ h: [Double]) -> [Double] {
        (0..<3).map { k in b2(k) + (0..<7).reduce(0) { $0 + h[$1] * w2($1, k) } }
    }
    func outputs(_ x: [Double]) -> [Double] { top(hidden(x)) }
    func loss(_ x: [[Double]], _ t: [[Double]]) -> Double {
        zip(x, t).reduce(0) { sum, row in
            let z = outputs(row.0)
            let total = log(z.reduce(0) { $0 + exp($1) })
            return sum - zip(row.1, z).reduce(0) { $0 + $1.0 * ($1.1 - total) }
        } / Double(x.count)
    }
    /// ∂z_k/∂x_i.
    func jacobian(_ x: [Double]) -> [[Double]] {
        let h = hidden(x)
        return (0..<3).map { k in
            (0..<5).map { i in (0..<7).reduce(0) { $0 + w2($1, k) * (1 - h[$1] * h[$1]) * w1(i, $1) } }
        }
    }
}

/// What draws random numbers in the sharpness family, one or a few steps against Float64.
@Suite("Sharpness methods that draw")
struct SharpnessTests {
    static let seed = 6
    let data = Fixture.data(rows: 40)

    private func blueprint(_ methods: [(any Method.Type, ComponentUse)], rate: Double = 0.2) -> CellBlueprint
    {
        Fixture.blueprint(
            data,
            ["hidden": .integers([7]), "activation": .text("tanh"), "initialization": .text("he-normal")],
            optimizer: method("sgd", ["learning_rate": constant(rate)]), methods: methods)
    }

    /// The parameters after four steps of ten rows, and what is evaluated of them.
    private func actual(_ methods: [(any Method.Type, ComponentUse)], rate: Double = 0.2) -> [Double] {
        let blueprint = blueprint(methods, rate: rate)
        var cell = CellState(blueprint, data, seed: Self.seed, ExecutionEnvironment())
        try! Fit(Fixture.settings(epochs: 1, batchSize: 10)).run(&cell)
        #expect(cell.failure == nil)
        return cell.parameters.values.map(Double.init)
    }

    private func expected(
        _ rule: (_ step: Int, _ p: [Double], _ x: [[Double]], _ t: [[Double]]) -> [Double]
    ) -> [Double] {
        var p = blueprint([]).layout.initialValues(seed: Self.seed).map(Double.init)
        let order = RandomKey(seed: Self.seed, name: "shuffle").permutation(step: 0, count: 40)
        for step in 0..<4 {
            let rows = order[10 * step..<10 * step + 10]
            let x = rows.map { row in (0..<5).map { Double(data.train.inputs[5 * row + $0]) } }
            let t = rows.map { row in (0..<3).map { Double(data.train.targets[3 * row + $0]) } }
            p = rule(step, p, x, t)
        }
        return p
    }

    /// The gradient by differences of fourth order.
    private func slope(_ p: [Double], _ f: (TanhNetwork) -> Double) -> [Double] {
        p.indices.map { i in
            func at(_ h: Double) -> Double {
                var moved = p
                moved[i] += h
                return f(TanhNetwork(p: moved))
            }
            let h = 1e-3
            return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
        }
    }

    private func descend(_ p: [Double], _ g: [Double], _ rate: Double = 0.2) -> [Double] {
        zip(p, g).map { $0 - rate * $1 }
    }

    private func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

    private func normals(_ name: String, _ step: Int, _ count: Int) -> [Double] {
        let key = RandomKey(seed: Self.seed, name: name)
        return (0..<count).map { Double(Float(key.normal(step: step, element: $0))) }
    }

    private func uniforms(_ name: String, _ step: Int, _ count: Int) -> [Float] {
        let key = RandomKey(seed: Self.seed, name: name)
        return Array((0..<(count + 3) / 4).flatMap { key.uniforms(step: step, block: $0) }.prefix(count))
    }

    private func check(_ actual: [Double], _ expected: [Double], _ tolerance: Double = 2e-5) {
        #expect(actual.count == expected.count)
        let worst = zip(actual, expected).reduce(0) { max($0, abs($1.0 - $1.1) / (1 + abs($1.1))) }
        #expect(worst <= tolerance)
    }

    @Test("esam perturbs the parameters whose uniform lies below β, by 1/β more")
    func efficientMask() {
        let part = method("esam", ["rho": constant(0.4), "beta": constant(0.4), "gamma": .real(1)])
        let reference = expected { step, p, x, t in
            let first = slope(p) { $0.loss(x, t) }
            let draws = uniforms("esam/mask", step, p.count)
            let length = norm(first)
            let moved = p.indices.map {
                p[$0] + (draws[$0] < Float(0.4) ? 0.4 * first[$0] / length / 0.4 : 0)
            }
            return descend(p, slope(moved) { $0.loss(x, t) })
        }
        check(actual([part]), reference)
    }

    @Test("random weight perturbation has the size of each unit's incoming weights, or of the bias")
    func randomWeightPerturbation() {
        let part = method("random-weight-perturbation", ["sigma": constant(0.3), "alpha": constant(0.7)])
        let reference = expected { step, p, x, t in
            let draws = normals("random-weight-perturbation/noise", step, p.count)
            var moved = p
            for (offset, inputs, outputs) in [(0, 5, 7), (42, 7, 3)] {
                for k in 0..<outputs {
                    let places = (0..<inputs).map { offset + outputs * $0 + k }
                    let length = norm(places.map { p[$0] })
                    for place in places { moved[place] += 0.3 * draws[place] * length }
                }
            }
            for range in [35..<42, 63..<66] {
                let length = norm(Array(p[range]))
                for place in range { moved[place] += 0.3 * draws[place] * length }
            }
            let (plain, other) = (slope(p) { $0.loss(x, t) }, slope(moved) { $0.loss(x, t) })
            return descend(p, zip(plain, other).map { 0.3 * $0 + 0.7 * $1 })
        }
        check(actual([part]), reference)
    }

    @Test(
        "Entropy-SGD's noise is √η′ ε in the paper and √2 times that in the code", arguments: [true, false])
    func entropyNoise(isPaper: Bool) {
        let part = method(
            "entropy-sgd",
            [
                "langevin_steps": .integer(2), "langevin_rate": constant(0.3), "scope": constant(0.4),
                "noise": constant(0.2), "alpha": constant(0.35), "variant": .text(isPaper ? "paper" : "code"),
            ])
        var anchor: [Double] = []
        var mean: [Double] = []
        let reference = expected { step, p, x, t in
            if step == 0 { (anchor, mean) = (p, p) }
            let g = slope(p) { $0.loss(x, t) }
            let draws = normals("entropy-sgd/noise", step, p.count)
            let size = 0.2 * (isPaper ? 0.3 : 0.6).squareRoot()
            let moved = p.indices.map {
                p[$0] - 0.3 * (g[$0] - 0.4 * (anchor[$0] - p[$0])) + size * draws[$0]
            }
            mean = p.indices.map { 0.65 * mean[$0] + 0.35 * moved[$0] }
            guard step % 2 == 1 else { return moved }
            anchor = p.indices.map { anchor[$0] - 1.5 * (isPaper ? 0.4 : 1) * (anchor[$0] - mean[$0]) }
            mean = anchor
            return anchor
        }
        check(actual([part], rate: 1.5), reference)
    }

    @Test("Jacobian regularisation by random projections: C/n Σ ‖vᵀJ‖² on unit vectors")
    func jacobianProjections() {
        let part = method(
            "jacobian-regularization", ["strength": constant(0.5), "projections": .integer(2)])
        let reference = expected { step, p, x, t in
            let draws = (0..<2).map { normals("jacobian-regularization/direction\($0)", step, 30) }
            return descend(
                p,
                slope(p) { network in
                    var penalty = 0.0
                    for (row, features) in x.enumerated() {
                        let jacobian = network.jacobian(features)
                        for draw in draws {
                            let v = Array(draw[3 * row..<3 * row + 3])
                            let product = (0..<5).map { i in
                                (0..<3).reduce(0) { $0 + v[$1] / norm(v) * jacobian[$1][i] }
                            }
                            penalty += norm(product) * norm(product)
                        }
                    }
                    return network.loss(x, t) + 0.5 * 0.5 * 3 / 2 * penalty / Double(x.count)
                })
        }
        check(actual([part]), reference)
    }

    @Test(
        "the Jacobian's nuclear norm: both halves under noise; small noise gives their Jacobians",
        arguments: [0.4, 0.01])
    func nuclearNorm(sigma: Double) {
        let part = method(
            "jacobian-nuclear-norm", ["strength": constant(0.6), "sigma": constant(sigma)])
        let reference = expected { step, p, x, t in
            let first = normals("jacobian-nuclear-norm/inputs", step, 50)
            let second = normals("jacobian-nuclear-norm/split@noisy split", step, 70)
            return descend(
                p,
                slope(p) { network in
                    var penalty = 0.0
                    for (row, features) in x.enumerated() {
                        let h = network.hidden(features)
                        if sigma < 0.1 {
                            // What the differences tend to: the products of the Jacobians with the noise.
                            for j in 0..<7 {
                                let d = (0..<5).reduce(0) { $0 + first[5 * row + $1] * network.w1($1, j) }
                                penalty += (d * (1 - h[j] * h[j])) * (d * (1 - h[j] * h[j]))
                            }
                            for k in 0..<3 {
                                let d = (0..<7).reduce(0) { $0 + second[7 * row + $1] * network.w2($1, k) }
                                penalty += d * d
                            }
                            continue
                        }
                        let noisy = (0..<5).map { features[$0] + sigma * first[5 * row + $0] }
                        let split = (0..<7).map { h[$0] + sigma * second[7 * row + $0] }
                        for (a, b) in zip(network.hidden(noisy), h) {
                            penalty += (a - b) * (a - b) / (sigma * sigma)
                        }
                        for (a, b) in zip(network.top(split), network.top(h)) {
                            penalty += (a - b) * (a - b) / (sigma * sigma)
                        }
                    }
                    return network.loss(x, t) + 0.6 * 0.5 * penalty / Double(x.count)
                })
        }
        check(actual([part]), reference, sigma < 0.1 ? 1e-2 : 2e-5)
    }

    @Test("the Hessian's trace: the second difference of the gradient along the signs")
    func hessianTrace() {
        let part = method("hessian-trace-penalty", ["strength": constant(0.03)])
        let reference = expected { step, p, x, t in
            let signs = uniforms("hessian-trace-penalty/direction", step, p.count).map { $0 < 0.5 ? -1.0 : 1 }
            let g = slope(p) { $0.loss(x, t) }
            // ∇(vᵀHv) is the second derivative of ∇L(p + h v) by h.
            func along(_ h: Double) -> [Double] {
                slope(p.indices.map { p[$0] + h * signs[$0] }) { $0.loss(x, t) }
            }
            let h = 2e-2
            let (a, b, c, d) = (along(h), along(-h), along(2 * h), along(-2 * h))
            return descend(
                p,
                p.indices.map { i in
                    let sum = 16 * (a[i] + b[i]) - (c[i] + d[i]) - 30 * g[i]
                    return g[i] + 0.03 * sum / (12 * h * h)
                })
        }
        check(actual([part]), reference, 1e-4)
    }
}
